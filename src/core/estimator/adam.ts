/** Adam (Kingma and Ba, 2015), as the paper fits psi: 0.1, 0.5, 0.999, without weight decay. */
export interface AdamOptions {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  /** decoupled from the gradient (AdamW; Loshchilov and Hutter, 2019); 0 leaves the bits of plain Adam */
  readonly weightDecay: number
}

/** Keeps the divisor above 0; Adam's usual choice. */
export const adamEpsilon = 1e-8

/**
 * One step, in place; all arrays are `[P]`. `beta1Power` and `beta2Power` are beta1 and beta2 to the power of the
 * number of steps, this one included.
 *
 *     m <- beta1 m + (1 - beta1) g         v <- beta2 v + (1 - beta2) g^2
 *     w <- w - learningRate / (1 - beta1Power) * m / (sqrt(v / (1 - beta2Power)) + epsilon)
 *            - learningRate weightDecay w
 */
export const adamStep = (
  { learningRate, beta1, beta2, weightDecay }: AdamOptions,
  beta1Power: number,
  beta2Power: number,
  gradient: Float64Array,
  weights: Float64Array,
  firstMoment: Float64Array,
  secondMoment: Float64Array
): void => {
  const rate = learningRate / (1 - beta1Power)
  const correction = 1 / (1 - beta2Power)
  const decay = learningRate * weightDecay
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i]
    const m = beta1 * firstMoment[i] + (1 - beta1) * g
    const v = beta2 * secondMoment[i] + (1 - beta2) * (g * g)
    firstMoment[i] = m
    secondMoment[i] = v
    const w = weights[i]
    const moved = w - (rate * m) / (Math.sqrt(v * correction) + adamEpsilon)
    weights[i] = decay === 0 ? moved : moved - decay * w
  }
}
