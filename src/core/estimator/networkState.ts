/** State of an estimator that Adam fits: a network's parameters and what Adam keeps of its steps. */
export type NetworkState = {
  readonly weights: Float64Array
  readonly firstMoment: Float64Array
  readonly secondMoment: Float64Array
  /** beta1 and beta2 to the power of the Adam steps made: running products, since powers differ between engines */
  readonly beta1Power: number
  readonly beta2Power: number
  /** fits begun so far: it addresses the order of the mini-batches */
  readonly fits: number
}

/** What a fit changes. */
export type NetworkProgress = Omit<NetworkState, "fits">

/** The state before any fit, from these parameters on. */
export const untrained = (weights: Float64Array): NetworkState => ({
  weights,
  firstMoment: new Float64Array(weights.length),
  secondMoment: new Float64Array(weights.length),
  beta1Power: 1,
  beta2Power: 1,
  fits: 0
})
