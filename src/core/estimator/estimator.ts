/**
 * An estimator psi maps the soft weights H of an architecture to a predicted validation loss: the proxy
 * validation loss landscape. It is a value: pure functions over a named state of its own.
 *
 * Laws (tested for every estimator alike)
 * - `fit` and `predict` never change their arguments, and give the same bits on the same arguments
 * - `gradient` is the derivative of `predict` with respect to H
 */

/** Measured architectures as an estimator sees them. Row i of `inputs` is H_i. */
export interface Samples {
  readonly count: number
  /** `[count, E, K]` */
  readonly inputs: Float64Array
  /** `[count]` measured validation losses */
  readonly losses: Float64Array
  /** `[count]` weights 1 / p_i of Eq. 8, normalised to mean 1 */
  readonly weights: Float64Array
}

/** Plain data: named float64 arrays and counters. What a fingerprint, a snapshot and a resume need, no more. */
export type EstimatorState = { readonly [name: string]: Float64Array | number }

export interface Fitted<S> {
  readonly state: S
  /** passes over the memory that were made */
  readonly passes: number
  /** Kendall's tau between prediction and loss after the last pass; null where it is not computed */
  readonly tau: number | null
}

export interface Estimator<S extends EstimatorState> {
  readonly name: string
  /** The state before any fit. */
  init(): S
  /**
   * Goes on from `state` (never from the start), at most `passes` passes over the samples. It ends early once
   * Kendall's tau between prediction and loss exceeds `stopTau`; with null it makes all passes.
   */
  fit(state: S, samples: Samples, passes: number, stopTau: number | null): Fitted<S>
  /** `inputs` is `[count, E, K]`; gives `[count]` predicted losses. */
  predict(state: S, inputs: Float64Array, count: number): Float64Array
  /** d prediction / d H at one H, both `[E, K]`. */
  gradient(state: S, input: Float64Array): Float64Array
}
