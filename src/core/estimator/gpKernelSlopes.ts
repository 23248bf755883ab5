import { exp } from "../numeric/exp.ts"
import { edgeFactors, type GpQuery, softCounts, squaredDistance, weightedDistance } from "./gpKernel.ts"
import type { GpKernelValues } from "./gpParameters.ts"
import type { GpSamples } from "./gpSamples.ts"

/** The edges' own kernel: the product of all other factors comes from those before and behind each edge. */
const addProductSlopes = (
  values: GpKernelValues,
  { count, choices }: GpSamples,
  coefficients: Float64Array,
  weights: Float64Array,
  slopes: Float64Array
): void => {
  const { productWeight, correlations, similarities } = values
  const edges = correlations.length
  const operations = weights.length / edges
  const factors = edgeFactors(weights, values)
  const onto = new Float64Array(weights.length)
  const before = new Float64Array(edges)
  for (let i = 0; i < count; i++) {
    let product = coefficients[i] * productWeight
    for (let e = 0; e < edges; e++) {
      before[e] = product
      product *= factors[e * operations + choices[i * edges + e]]
    }
    let behind = 1
    for (let e = edges - 1; e >= 0; e--) {
      const place = e * operations + choices[i * edges + e]
      onto[place] += before[e] * behind
      behind *= factors[place]
    }
  }
  for (let e = 0; e < edges; e++) {
    for (let k = 0; k < operations; k++) {
      let sum = 0
      for (let x = 0; x < operations; x++) sum += onto[e * operations + x] * similarities[k * operations + x]
      slopes[e * operations + k] += (1 - correlations[e]) * sum
    }
  }
}

const addCountSlopes = (
  { countWeight, rates }: GpKernelValues,
  { count, counts }: GpSamples,
  coefficients: Float64Array,
  weights: Float64Array,
  slopes: Float64Array
): void => {
  const operations = rates.length
  const own = softCounts(weights, operations)
  const onto = new Float64Array(operations)
  for (let i = 0; i < count; i++) {
    const at = i * operations
    const part = coefficients[i] * countWeight * exp(-0.5 * weightedDistance(rates, own, counts, at))
    for (let k = 0; k < operations; k++) onto[k] -= part * rates[k] * (own[k] - counts[at + k])
  }
  for (let j = 0; j < slopes.length; j++) slopes[j] += onto[j % operations]
}

/** d/dH' sum_i a_i k(H, X_i), `[E, K]`, but for what H does through the signal. */
export const weightSlopes = (
  values: GpKernelValues, samples: GpSamples, coefficients: Float64Array, { weights }: GpQuery
): Float64Array => {
  const slopes = new Float64Array(weights.length)
  addProductSlopes(values, samples, coefficients, weights, slopes)
  addCountSlopes(values, samples, coefficients, weights, slopes)
  return slopes
}

/** d/df sum_i a_i k(H, X_i). */
export const signalSlopes = (
  { signalWeight, signalRate }: GpKernelValues,
  { count, signals }: GpSamples,
  coefficients: Float64Array,
  { signal }: GpQuery
): Float64Array => {
  const slopes = new Float64Array(signal.length)
  for (let i = 0; i < count; i++) {
    const at = i * signal.length
    const distance = squaredDistance(signal, signals, at)
    const part = coefficients[i] * signalWeight * signalRate * exp(-0.5 * signalRate * distance)
    for (let j = 0; j < signal.length; j++) slopes[j] -= part * (signal[j] - signals[at + j])
  }
  return slopes
}
