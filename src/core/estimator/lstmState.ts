/** State of the LSTM estimator. */
export type LstmState = {
  readonly weights: Float64Array
  readonly firstMoment: Float64Array
  readonly secondMoment: Float64Array
  /** beta1 and beta2 to the power of the Adam steps made: running products, since powers differ between engines */
  readonly beta1Power: number
  readonly beta2Power: number
  /** fits begun so far: it addresses the order of the mini-batches */
  readonly fits: number
}
