import type { Samples } from "./estimator.ts"

/** The weight 1 / p_t of a sample in Eq. 8, before normalisation. */
export type Weighting = "paper" | "loss" | "none"

const reciprocal = (weighting: Weighting, floor: number, loss: number, distance: number): number => {
  switch (weighting) {
    case "paper":
      return 1 / Math.max(Math.abs(distance), floor)
    case "loss":
      return 1 / Math.max(Math.abs(loss), floor)
    case "none":
      return 1
  }
}

/**
 * The weights of Eq. 8, `L_T(psi) = (1/T) sum_t (psi(H_t) - L_t)^2 / p_t`, normalised to mean 1.
 *
 * - `paper`: p_t = psi_t(H_t) - psi_t(H_{t-1}). The paper means a distance, its formula has a sign: we take the
 *   absolute value, and a floor (our choice).
 * - `loss`: p_t = L_t, so that errors count relative to the loss (same floor).
 * - `none`: p_t = 1.
 */
export const sampleWeights = (
  weighting: Weighting,
  floor: number,
  losses: Float64Array,
  distances: Float64Array
): Float64Array => {
  const weights = losses.map((loss, t) => reciprocal(weighting, floor, loss, distances[t]!))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length
  return weights.map((weight) => weight / mean)
}

/** Eq. 8 itself: the weighted mean squared error of predictions `[count]`. */
export const weightedLoss = (predictions: Float64Array, samples: Samples): number => {
  let sum = 0
  for (let t = 0; t < samples.count; t++) {
    const error = predictions[t]! - samples.losses[t]!
    sum += samples.weights[t]! * error * error
  }
  return sum / samples.count
}
