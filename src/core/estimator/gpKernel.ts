import { exp } from "../numeric/exp.ts"
import type { GpKernelValues } from "./gpParameters.ts"
import type { GpSamples } from "./gpSamples.ts"

/**
 * The kernel of the Gaussian process, three views of an architecture added up (our choice):
 *
 *     k(H, X) = w1 prod_e (c_e + (1 - c_e) H'_e S X'_e)
 *             + w2 exp(-sum_k b_k (n_k - m_k)^2 / 2)
 *             + w3 exp(-g |f - q|^2 / 2)
 *
 * - edge by edge: H' are the soft weights with dead edges as zero (`liveEdges.ts`), S[k, l] = exp(-|u_k - u_l|^2)
 * says how alike two operations are on any edge, c_e what is left of the correlation where edge e differs altogether
 * - n_k and m_k: how often each operation occurs, on whatever edges (sums of H' and X')
 * - f and q: what becomes of a signal (`signalFeatures.ts`)
 *
 * Samples X are what was measured: their chosen operations, one-hot. Queries may be soft.
 */

/** A query as the kernel reads it. */
export interface GpQuery {
  /** H' `[E, K]` */
  readonly weights: Float64Array
  /** f */
  readonly signal: Float64Array
}

/** `[K]` how often each operation occurs, softly. */
export const softCounts = (weights: Float64Array, operations: number): Float64Array => {
  const counts = new Float64Array(operations)
  for (let j = 0; j < weights.length; j++) counts[j % operations] += weights[j]
  return counts
}

/** c_e + (1 - c_e) sum_k H'_ek S[k, x] for each edge e and operation x: `[E, K]`. */
export const edgeFactors = (weights: Float64Array, { correlations, similarities }: GpKernelValues): Float64Array => {
  const operations = weights.length / correlations.length
  const factors = new Float64Array(weights.length)
  for (let j = 0; j < weights.length; j++) {
    const x = j % operations
    const first = j - x
    const c = correlations[first / operations]
    let alike = 0
    for (let k = 0; k < operations; k++) alike += weights[first + k] * similarities[k * operations + x]
    factors[j] = c + (1 - c) * alike
  }
  return factors
}

/** sum_j rates_j (a_j - b_j)^2 for b from `at` on. */
export const weightedDistance = (rates: Float64Array, a: Float64Array, b: Float64Array, at: number): number => {
  let sum = 0
  for (let j = 0; j < a.length; j++) {
    const difference = a[j] - b[at + j]
    sum += rates[j] * (difference * difference)
  }
  return sum
}

/** |a - b|^2 for b from `at` on. */
export const squaredDistance = (a: Float64Array, b: Float64Array, at: number): number => {
  let sum = 0
  for (let j = 0; j < a.length; j++) {
    const difference = a[j] - b[at + j]
    sum += difference * difference
  }
  return sum
}

/** Writes k(H, X_i) for the first `count` samples to `out` from `outAt` on. */
export const kernelRow = (
  values: GpKernelValues,
  { choices, counts, signals }: GpSamples,
  { weights, signal }: GpQuery,
  count: number,
  out: Float64Array,
  outAt: number
): void => {
  const { productWeight, countWeight, signalWeight, signalRate, rates } = values
  const edges = values.correlations.length
  const operations = rates.length
  const factors = edgeFactors(weights, values)
  const own = softCounts(weights, operations)
  for (let i = 0; i < count; i++) {
    let product = productWeight
    for (let e = 0; e < edges; e++) product *= factors[e * operations + choices[i * edges + e]]
    const countDistance = weightedDistance(rates, own, counts, i * operations)
    const signalDistance = squaredDistance(signal, signals, i * signal.length)
    out[outAt + i] = product
      + countWeight * exp(-0.5 * countDistance)
      + signalWeight * exp(-0.5 * signalRate * signalDistance)
  }
}

/** k(H, H): w1 + w2 + w3 for a one-hot architecture, less for a soft one. */
export const ownKernel = (values: GpKernelValues, { weights }: GpQuery): number => {
  const { correlations, similarities } = values
  const operations = weights.length / correlations.length
  let product = values.productWeight
  for (let e = 0; e < correlations.length; e++) {
    let alike = 0
    for (let k = 0; k < operations; k++) {
      for (let x = 0; x < operations; x++) {
        alike += weights[e * operations + k] * similarities[k * operations + x] * weights[e * operations + x]
      }
    }
    product *= correlations[e] + (1 - correlations[e]) * alike
  }
  return product + values.countWeight + values.signalWeight
}
