import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"

/** State of the mean: what it predicts for every architecture. */
export type MeanState = { readonly mean: number }

/**
 * The estimator that knows nothing of H: it predicts the weighted mean of the losses, 0 before any. What another
 * estimator is worth shows against this one.
 */
export const mean = ({ edges, operations }: EstimatorContext): Estimator<MeanState> => {
  const predict = (state: MeanState, count: number) => new Float64Array(count).fill(state.mean)
  return {
    name: "mean",
    init: () => ({ mean: 0 }),
    fit: (state, samples) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      let sum = 0
      let weight = 0
      for (let i = 0; i < samples.count; i++) {
        sum += samples.weights[i] * samples.losses[i]
        weight += samples.weights[i]
      }
      const fitted = { mean: sum / weight }
      return { state: fitted, passes: 1, tau: kendallTau(predict(fitted, samples.count), samples.losses) }
    },
    predict: (state, { count }) => predict(state, count),
    deviation: null,
    gradient: (_, { count }) => new Float64Array(count * edges * operations)
  }
}
