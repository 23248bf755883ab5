import { agreesWithPytorch } from "../../parity/agreesWithPytorch.ts"
import { deviationOf } from "../../reference/deviation.ts"
import { embeddedNetwork } from "./embedded.ts"

agreesWithPytorch("the engine", embeddedNetwork, { steps: 5, distance: deviationOf })
