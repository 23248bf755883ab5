/**
 * The arithmetic of a network that reads one input `[E, K]` and gives one number, the argument of the head
 * (`lstmHead.ts`). `inputs` holds many inputs, the one that is meant begins at index `at`.
 *
 * A network owns the memory that its passes leave their intermediate numbers in: both backward passes follow the
 * forward pass of the same input and weights. Nothing of it outlives a call of the estimator.
 */
export interface Network {
  /** P, length of the vector of weights */
  readonly parameters: number
  /** E * K */
  readonly size: number
  forward(weights: Float64Array, inputs: Float64Array, at: number): number
  /**
   * Adds `slope` times the derivatives of the output with respect to the weights to `gradient` `[P]`. `share` is the
   * part of the mini-batch that this sample makes up, for a network whose loss has more terms than the output's.
   */
  addWeightGradient(
    weights: Float64Array, inputs: Float64Array, at: number, slope: number, share: number, gradient: Float64Array
  ): void
  /** Writes `slope` times the derivatives of the output with respect to the input to `gradients`, also at `at`. */
  inputGradient(
    weights: Float64Array, inputs: Float64Array, at: number, slope: number, gradients: Float64Array
  ): void
}
