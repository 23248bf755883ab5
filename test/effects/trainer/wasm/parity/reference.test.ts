import { agreesWithReference } from "../../parity/agreesWithReference.ts"
import { embeddedNetwork } from "./embedded.ts"

agreesWithReference("the engine agrees with the plain reference", embeddedNetwork)
