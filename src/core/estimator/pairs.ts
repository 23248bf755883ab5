import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Queries } from "./estimator.ts"
import { fitDual } from "./pairsDual.ts"
import { emptyFeatures, pairFeatureCount, pairStart, readPairFeatures } from "./pairFeatures.ts"
import { fitPrimal } from "./pairsPrimal.ts"

/** State: predicted loss = intercept + coefficients * features, in the order of `pairFeatures.ts`. */
export type PairsState = { readonly coefficients: Float64Array; readonly intercept: number }

/**
 * Ridge regression on all single operations H[e, k] and all their products H[e, k] H[f, l] on two edges: what is
 * linear, and how edges depend on each other. The coefficients b minimise `sum_t w_t (y_t - intercept - x_t b)^2 +
 * penalty * |b|^2`; the intercept is not penalised. In closed form: every fit is one pass and starts afresh. Without
 * samples it predicts 0.
 */
export const pairs = ({ edges, operations, configuration }: EstimatorContext): Estimator<PairsState> => {
  const size = edges * operations
  const featureCount = pairFeatureCount(edges, operations)

  const predict = ({ coefficients, intercept }: PairsState, { count, inputs }: Queries): Float64Array => {
    const features = emptyFeatures(edges, operations)
    const predictions = new Float64Array(count)
    for (let i = 0; i < count; i++) {
      const { count: read, places, values } = readPairFeatures(edges, operations, inputs, i * size, features)
      let sum = intercept
      for (let a = 0; a < read; a++) sum += coefficients[places[a]] * values[a]
      predictions[i] = sum
    }
    return predictions
  }

  const addGradient = (
    coefficients: Float64Array,
    inputs: Float64Array,
    gradients: Float64Array,
    at: number
  ): void => {
    for (let j = 0; j < size; j++) gradients[at + j] = coefficients[j]
    for (let e = 0; e < edges; e++) {
      for (let f = e + 1; f < edges; f++) {
        const start = pairStart(edges, operations, e, f)
        for (let k = 0; k < operations; k++) {
          const here = at + e * operations + k
          for (let l = 0; l < operations; l++) {
            const there = at + f * operations + l
            const coefficient = coefficients[start + k * operations + l]
            gradients[here] += coefficient * inputs[there]
            gradients[there] += coefficient * inputs[here]
          }
        }
      }
    }
  }

  return {
    name: "pairs",
    init: () => ({ coefficients: new Float64Array(featureCount), intercept: 0 }),
    fit: (state, samples) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      const solve = samples.count > featureCount ? fitPrimal : fitDual
      const fitted = solve(edges, operations, samples, configuration.ridge)
      return { state: fitted, passes: 1, tau: kendallTau(predict(fitted, samples), samples.losses) }
    },
    predict,
    deviation: null,
    gradient: ({ coefficients }, { count, inputs }) => {
      const gradients = new Float64Array(count * size)
      for (let i = 0; i < count; i++) addGradient(coefficients, inputs, gradients, i * size)
      return gradients
    }
  }
}
