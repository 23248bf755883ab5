import type { Samples } from "./estimator.ts"
import type { AdamOptions } from "./adam.ts"
import type { Head } from "./lstmHead.ts"
import type { LstmState } from "./lstmState.ts"

export interface LstmShape {
  /** E: length of the sequence */
  readonly edges: number
  /** K: numbers that are read at each edge */
  readonly operations: number
  /** H: size of the hidden state */
  readonly hidden: number
  readonly head: Head
}

/** What a fit changes. */
export type LstmProgress = Omit<LstmState, "fits">

/** One fit in progress. It owns private copies of the arrays that it changes; nothing else sees them. */
export interface LstmTraining {
  /** One pass over the samples in the given order (indices below `count`), an Adam step for each mini-batch. */
  pass(order: Uint32Array): void
  /** Predictions for all samples, `[count]`. */
  predictions(): Float64Array
  /** What the fit has reached so far, as fresh arrays. */
  progress(): LstmProgress
}

/**
 * The arithmetic of the LSTM estimator, in one of several forms that give the same bits: plain TypeScript
 * (`plainLstmKernel`, to be read beside the paper) and WebAssembly (at the edge). Where a diverged fit gives NaN, all
 * forms give NaN; which of the many NaNs is left open.
 */
export interface LstmKernel {
  readonly name: string
  /** `batch` samples make a mini-batch; the last one of a pass may be smaller. */
  train(shape: LstmShape, adam: AdamOptions, batch: number, start: LstmProgress, samples: Samples): LstmTraining
  /** `inputs` is `[count, E, K]`; gives `[count]` predictions. */
  predict(shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array
  /** d prediction / d input at one input, both `[E, K]`. */
  gradient(shape: LstmShape, weights: Float64Array, input: Float64Array): Float64Array
}
