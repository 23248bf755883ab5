import type { Samples } from "./estimator.ts"
import type { AdamOptions } from "./adam.ts"
import type { Head } from "./lstmHead.ts"
import type { NetworkProgress } from "./networkState.ts"
import type { Training } from "./training.ts"

export interface LstmShape {
  /** E: length of the sequence */
  readonly edges: number
  /** K: numbers that are read at each edge */
  readonly operations: number
  /** H: size of the hidden state */
  readonly hidden: number
  readonly head: Head
}

/**
 * The arithmetic of the LSTM estimator, in one of several forms that give the same bits: plain TypeScript
 * (`plainLstmKernel`, to be read beside the paper) and WebAssembly (at the edge). Where a diverged fit gives NaN, all
 * forms give NaN; which of the many NaNs is left open.
 */
export interface LstmKernel {
  readonly name: string
  /** `batch` samples make a mini-batch; the last one of a pass may be smaller. */
  train(shape: LstmShape, adam: AdamOptions, batch: number, start: NetworkProgress, samples: Samples): Training
  /** `inputs` is `[count, E, K]`; gives `[count]` predictions. */
  predict(shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array
  /** d prediction / d input at each of `count` inputs, both `[count, E, K]`. */
  gradient(shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array
}
