import type { LstmKernel } from "./estimator/lstmKernel.ts"
import type { OwnEstimator } from "./estimator/own.ts"

/**
 * SHA-256 of the given bytes (a string stands for its UTF-8 bytes), as 64 lower-case hex digits.
 * Handed in, since the core's language has no hash of its own.
 */
export type Sha256 = (content: Uint8Array | string) => string

/**
 * What the edge hands to the folds as values: a hash, a form of the estimator's arithmetic, and users' own estimators.
 * Every kernel gives the same bits; `plainLstmKernel` is the readable one, the WebAssembly one is fast.
 */
export interface Environment {
  readonly sha256: Sha256
  readonly lstmKernel: LstmKernel
  /** users' own estimators, by the digest of their code */
  readonly own?: ReadonlyMap<string, OwnEstimator>
}
