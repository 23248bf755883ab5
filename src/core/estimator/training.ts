import type { NetworkProgress } from "./networkState.ts"

/** One fit in progress. It owns private copies of the arrays that it changes; nothing else sees them. */
export interface Training {
  /**
   * One pass over the samples in the given order (indices below `count`), an Adam step for each mini-batch. Equal
   * neighbours within a mini-batch are one sample that counts as often: it is worked on once.
   */
  pass(order: Uint32Array): void
  /** Predictions for all samples, `[count]`. */
  predictions(): Float64Array
  /** What the fit has reached so far, as fresh arrays. */
  progress(): NetworkProgress
}
