import type { Environment } from "../core/environment.ts"
import { ownEstimators } from "./estimator/ownEstimators.ts"
import { wasmLstmKernel } from "./estimator/wasmLstmKernel.ts"
import { sha256 } from "./log/sha256.ts"

/** What this machine hands to the folds: its hash, the fast form of the estimator's arithmetic, and the loaded estimators of its users. */
export const environment = (): Environment => ({ sha256, lstmKernel: wasmLstmKernel(), own: ownEstimators })
