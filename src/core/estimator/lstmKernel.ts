import type { Samples } from "./estimator.ts"
import type { LstmState } from "./lstm.ts"

export type Head = "twice-sigmoid" | "affine" | "softplus"

export interface LstmShape {
  /** E: length of the sequence */
  readonly edges: number
  /** K: numbers that are read at each edge */
  readonly operations: number
  /** H: size of the hidden state */
  readonly hidden: number
  readonly head: Head
}

export interface AdamOptions {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
}

/** One fit in progress. It owns private copies of the arrays that it changes; nothing else sees them. */
export interface LstmTraining {
  /** One pass over the samples in the given order, an Adam step for each mini-batch. */
  pass(order: Uint32Array): void
  /** Predictions for all samples, `[count]`. */
  predictions(): Float64Array
  /** The state reached so far, as fresh arrays. */
  state(): Pick<LstmState, "weights" | "firstMoment" | "secondMoment" | "beta1Power" | "beta2Power">
}

/**
 * The arithmetic of the LSTM estimator, in one of several forms that give the same bits: plain TypeScript
 * (`plainLstmKernel`, to be read beside the paper) and WebAssembly (at the edge).
 */
export interface LstmKernel {
  readonly name: string
  train(shape: LstmShape, adam: AdamOptions, batch: number, start: LstmState, samples: Samples): LstmTraining
  predict(shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array
  gradient(shape: LstmShape, weights: Float64Array, input: Float64Array): Float64Array
}
