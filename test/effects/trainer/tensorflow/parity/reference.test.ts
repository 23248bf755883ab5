import { agreesWithReference } from "../../parity/agreesWithReference.ts"
import { embeddedNetwork } from "../../wasm/parity/embedded.ts"
import { describeTensorflow, heldSession } from "../session/heldSession.ts"
import { tensorflowNetwork } from "./tensorflowNetwork.ts"

describeTensorflow("parity of TensorFlow's engine", () => {
  agreesWithReference("agrees with the plain reference and the embedded engine", tensorflowNetwork(heldSession()), embeddedNetwork)
})
