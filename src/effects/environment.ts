import type { Environment } from "../core/environment.ts"
import { wasmLstmKernel } from "./estimator/wasmLstmKernel.ts"
import { sha256 } from "./log/sha256.ts"

/** What this machine hands to the folds: its hash, and the fast form of the estimator's arithmetic. */
export const environment = (): Environment => ({ sha256, lstmKernel: wasmLstmKernel() })
