import { choleskySolve } from "../numeric/cholesky.ts"
import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Queries, Samples } from "./estimator.ts"

/** State of ridge regression: predicted loss = intercept + sum over `[E, K]` of coefficients * H. */
export type RidgeState = { readonly coefficients: Float64Array; readonly intercept: number }

const predict = ({ coefficients, intercept }: RidgeState, { inputs, count }: Queries): Float64Array => {
  const p = coefficients.length
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = intercept
    for (let k = 0; k < p; k++) sum += coefficients[k] * inputs[i * p + k]
    return sum
  })
}

/** The weighted mean of each of the `columns` of a matrix `[count, columns]`. */
const weightedMeans = (values: Float64Array, columns: number, weights: Float64Array): Float64Array => {
  const sums = new Float64Array(columns)
  let weight = 0
  weights.forEach((w, i) => {
    weight += w
    for (let k = 0; k < columns; k++) sums[k] += w * values[i * columns + k]
  })
  return sums.map((sum) => sum / weight)
}

/** The normal equations of the centred problem: X' W X + penalty `[p, p]` (lower triangle) and X' W y `[p]`. */
const normalEquations = (
  { count, inputs, losses, weights }: Samples,
  centre: Float64Array,
  meanLoss: number,
  penalty: number
) => {
  const p = centre.length
  const matrix = new Float64Array(p * p)
  const right = new Float64Array(p)
  const row = new Float64Array(p)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < p; k++) row[k] = inputs[i * p + k] - centre[k]
    for (let k = 0; k < p; k++) {
      const weighted = weights[i] * row[k]
      right[k] += weighted * (losses[i] - meanLoss)
      for (let l = 0; l <= k; l++) matrix[k * p + l] += weighted * row[l]
    }
  }
  for (let k = 0; k < p; k++) matrix[k * p + k] += penalty
  return { matrix, right }
}

/**
 * Ridge regression on H as it is: the coefficients b that minimise
 * `sum_t w_t (y_t - x_t b)^2 + penalty * |b|^2`, x and y centred by their weighted means, so that the intercept is
 * not penalised. In closed form, so every fit is one pass and starts afresh. Without samples it predicts 0.
 */
export const ridge = ({ edges, operations, configuration }: EstimatorContext): Estimator<RidgeState> => ({
  name: "ridge",
  init: () => ({ coefficients: new Float64Array(edges * operations), intercept: 0 }),
  fit: (state, samples) => {
    if (samples.count === 0) return { state, passes: 0, tau: null }
    const centre = weightedMeans(samples.inputs, edges * operations, samples.weights)
    const [meanLoss] = weightedMeans(samples.losses, 1, samples.weights)
    const { matrix, right } = normalEquations(samples, centre, meanLoss, configuration.ridge)
    const coefficients = choleskySolve(matrix, right)
    const intercept = coefficients.reduce((rest, coefficient, k) => rest - coefficient * centre[k], meanLoss)
    const fitted = { coefficients, intercept }
    return { state: fitted, passes: 1, tau: kendallTau(predict(fitted, samples), samples.losses) }
  },
  predict,
  deviation: null,
  gradient: ({ coefficients }, { count }) => {
    const gradients = new Float64Array(count * coefficients.length)
    for (let i = 0; i < count; i++) gradients.set(coefficients, i * coefficients.length)
    return gradients
  }
})
