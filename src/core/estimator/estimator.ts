/**
 * An estimator psi maps the soft weights H of an architecture to a predicted validation loss: the proxy
 * validation loss landscape. It is a value: pure functions over a named state of its own.
 *
 * Laws (tested for every estimator alike, `test/core/estimator/laws.ts`)
 * - `fit`, `predict`, `deviation` and `gradient` never change their arguments, and give the same bits on the same ones
 * - `gradient` is the derivative of `predict` with respect to H; of a mixture with parts that have none it is that of
 *   the other parts, their weights made to sum to 1
 * - a prediction does not depend on the ones beside it
 * - samples in another order give the same predictions up to rounding; where mini-batches are drawn, other bits, but
 *   the same ones each time
 * - without samples nothing is learned
 */

/** Architectures as an estimator sees them. Row i of `inputs` is H_i. */
export interface Queries {
  readonly count: number
  /** `[count, E, K]` */
  readonly inputs: Float64Array
  /** `[count]` the step (1, 2, ...) at which each one was or would be measured: losses fall while shared weights train */
  readonly steps: Float64Array
}

/** Measured architectures, in the order of their measurement. */
export interface Samples extends Queries {
  /** `[count]` measured validation losses, or the scores that stand for them (`estimator.target`) */
  readonly losses: Float64Array
  /** `[count]` weights 1 / p_i of Eq. 8, normalised to mean 1 */
  readonly weights: Float64Array
}

/** Plain data: named float64 arrays and counters. What a fingerprint, a snapshot and a resume need, no more. */
export type EstimatorState = { readonly [name: string]: Float64Array | number }

/** Whether every number of a state is finite. */
export const isFiniteState = (state: EstimatorState): boolean =>
  Object.values(state).every((value) =>
    typeof value === "number" ? Number.isFinite(value) : value.every(Number.isFinite))

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
   * Goes on from `state`, at most `passes` passes over the samples; an estimator in closed form makes one and starts
   * afresh. It ends early once Kendall's tau between prediction and loss exceeds `stopTau`; with null it makes all.
   */
  fit(state: S, samples: Samples, passes: number, stopTau: number | null): Fitted<S>
  /** `[count]` predicted losses. */
  predict(state: S, queries: Queries): Float64Array
  /** `[count]` standard deviations of the predictions, where the estimator knows how sure it is; otherwise null. */
  readonly deviation: ((state: S, queries: Queries) => Float64Array) | null
  /** d prediction / d H at each query, `[count, E, K]`; null where the prediction is piecewise constant. */
  readonly gradient: ((state: S, queries: Queries) => Float64Array) | null
}
