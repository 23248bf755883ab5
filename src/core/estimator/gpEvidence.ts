import { exp } from "../numeric/exp.ts"
import { log } from "../numeric/log.ts"
import { factorFrom, inverse, packedLength, solveLower, solveUpper } from "../numeric/packedCholesky.ts"
import { squaredDistance } from "./gpKernel.ts"
import type { GpMemory } from "./gpMemory.ts"
import { type GpKernelValues, type GpPrior, gpParameters, kernelValues, leastNoise } from "./gpParameters.ts"
import { type GpSamples, gpSamples } from "./gpSamples.ts"

/** Samples as hyper-parameters are judged by them. */
export interface Evidence {
  readonly edges: number
  readonly operations: number
  readonly samples: GpSamples
  /** `[count]` standardised losses, and weights of Eq. 8 */
  readonly targets: Float64Array
  readonly weights: Float64Array
  /** squared distances of the signal features of all pairs, packed */
  readonly signalDistances: Float64Array
}

export const evidenceOf = (
  memory: GpMemory, edges: number, operations: number, targets: Float64Array
): Evidence => {
  const samples = gpSamples(memory, edges, operations)
  const { count, signals } = samples
  const length = signals.length / count
  const signalDistances = new Float64Array(packedLength(count))
  for (let i = 0, at = 0; i < count; i++) {
    const signal = signals.subarray(i * length, (i + 1) * length)
    for (let j = 0; j <= i; j++, at++) signalDistances[at] = squaredDistance(signal, signals, j * length)
  }
  return { edges, operations, samples, targets, weights: memory.weights, signalDistances }
}

/** The three parts of the kernel matrix, each with its weight, packed. */
interface Parts {
  readonly product: Float64Array
  readonly count: Float64Array
  readonly signal: Float64Array
}

/** c_e + (1 - c_e) S[k, l] for every edge: `[E, K, K]`. */
const factorTable = ({ correlations, similarities }: GpKernelValues): Float64Array => {
  const square = similarities.length
  const table = new Float64Array(correlations.length * square)
  for (let j = 0; j < table.length; j++) {
    const c = correlations[Math.floor(j / square)]
    table[j] = c + (1 - c) * similarities[j % square]
  }
  return table
}

const partsOf = ({ edges, operations, samples, signalDistances }: Evidence, values: GpKernelValues): Parts => {
  const { count: n, choices, counts } = samples
  const table = factorTable(values)
  const square = operations * operations
  const product = new Float64Array(packedLength(n))
  const count = new Float64Array(packedLength(n))
  const signal = signalDistances.map((distance) => values.signalWeight * exp(-0.5 * values.signalRate * distance))
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) {
      let factor = values.productWeight
      for (let e = 0; e < edges; e++) {
        factor *= table[e * square + choices[i * edges + e] * operations + choices[j * edges + e]]
      }
      product[at] = factor
      let distance = 0
      for (let k = 0; k < operations; k++) {
        const difference = counts[i * operations + k] - counts[j * operations + k]
        distance += values.rates[k] * (difference * difference)
      }
      count[at] = values.countWeight * exp(-0.5 * distance)
    }
  }
  return { product, count, signal }
}

/** Adds the slopes of sum_ij W_ij k_ij / 2 for a symmetric W, packed, with respect to all parameters but the noise. */
const addKernelSlopes = (
  { edges, operations, samples, signalDistances }: Evidence,
  values: GpKernelValues,
  parts: Parts,
  W: Float64Array,
  parameters: Float64Array,
  slopes: Float64Array
): void => {
  const { count: n, choices, counts } = samples
  const { correlations, similarities, rates, signalRate } = values
  const at = gpParameters(edges, operations)
  const table = factorTable(values)
  const square = operations * operations
  const alike = new Float64Array(square)
  for (let i = 0, place = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, place++) {
      const w = i === j ? 0.5 * W[place] : W[place]
      const onProduct = w * parts.product[place]
      const onCount = w * parts.count[place]
      const onSignal = w * parts.signal[place]
      slopes[at.productWeight] += onProduct
      slopes[at.countWeight] += onCount
      slopes[at.signalWeight] += onSignal
      if (i === j) continue
      slopes[at.signalRate] -= 0.5 * signalRate * onSignal * signalDistances[place]
      for (let e = 0; e < edges; e++) {
        const k = choices[i * edges + e]
        const l = choices[j * edges + e]
        if (k === l) continue
        const pair = k * operations + l
        const c = correlations[e]
        const onFactor = onProduct / table[e * square + pair]
        slopes[at.correlations + e] += onFactor * (1 - similarities[pair]) * (c * (1 - c))
        alike[pair] += onFactor * (1 - c) * similarities[pair]
      }
      for (let k = 0; k < operations; k++) {
        const difference = counts[i * operations + k] - counts[j * operations + k]
        slopes[at.rates + k] -= 0.5 * onCount * rates[k] * (difference * difference)
      }
    }
  }
  for (let k = 0; k < operations; k++) {
    for (let l = 0; l < operations; l++) {
      for (let m = 0; m < operations; m++) {
        const [a, b] = [at.embedding + k * operations + m, at.embedding + l * operations + m]
        const slope = 2 * alike[k * operations + l] * (parameters[a] - parameters[b])
        slopes[a] -= slope
        slopes[b] += slope
      }
    }
  }
}

/** Value and slopes `[parameters]`. */
export interface NegativeLogPosterior {
  readonly value: number
  readonly slopes: Float64Array
}

/**
 * Minus the logarithm of marginal likelihood times prior, but for a constant (Rasmussen and Williams, 2006, eqs.
 * 2.30 and 5.9). With A the kernel matrix plus noise / weights, A = L L' and a = A^-1 y,
 *
 *     sum log L_ii + y'a / 2 + sum ((theta - mean) / deviation)^2 / 2
 *
 * and the slopes of its first two terms are sum_ij (A^-1 - a a')_ij dA_ij / 2.
 */
export const negativeLogPosterior = (
  evidence: Evidence,
  prior: GpPrior,
  parameters: Float64Array
): NegativeLogPosterior => {
  const { edges, operations, samples, targets, weights } = evidence
  const n = samples.count
  const values = kernelValues(parameters, edges, operations)
  const parts = partsOf(evidence, values)
  const L = parts.product.map((product, place) => product + parts.count[place] + parts.signal[place])
  for (let i = 0; i < n; i++) {
    const place = packedLength(i) + i
    L[place] += values.noise / weights[i]
  }
  factorFrom(L, n, 0)
  const z = solveLower(L, targets)
  const a = solveUpper(L, z)

  let value = 0
  for (let i = 0; i < n; i++) value += log(L[packedLength(i) + i]) + 0.5 * (z[i] * z[i])
  const slopes = parameters.map((parameter, p) => {
    const far = (parameter - prior.means[p]) / prior.deviations[p]
    value += 0.5 * (far * far)
    return far / prior.deviations[p]
  })

  const W = inverse(L, n)
  const { noise } = gpParameters(edges, operations)
  for (let i = 0, place = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, place++) W[place] -= a[i] * a[j]
    slopes[noise] += 0.5 * W[place - 1] * ((values.noise - leastNoise) / weights[i])
  }
  addKernelSlopes(evidence, values, parts, W, parameters, slopes)
  return { value, slopes }
}
