import { exp } from "../numeric/exp.ts"
import { log } from "../numeric/log.ts"

/**
 * Hyper-parameters of the Gaussian process as one vector without bounds, in this order: ln w1, ln w2, ln w3, ln noise,
 * ln g, E logits of c_e, K numbers ln b_k, and the vectors u_k `[K, K]`. `gpKernel.ts` says what they are.
 */
export const gpParameters = (edges: number, operations: number) => {
  const correlations = 5
  const rates = correlations + edges
  const embedding = rates + operations
  return {
    productWeight: 0, countWeight: 1, signalWeight: 2, noise: 3, signalRate: 4,
    correlations, rates, embedding, count: embedding + operations * operations
  }
}

/**
 * A normal distribution for each parameter (our choice): where the search for it starts, and how far it may well go.
 */
export interface GpPrior {
  readonly means: Float64Array
  readonly deviations: Float64Array
}

/** How far apart operations start, in units in which they are alike by 1 / e. */
const apart = 1.1

export const gpPrior = (edges: number, operations: number): GpPrior => {
  const { correlations, rates, embedding, count } = gpParameters(edges, operations)
  const means = new Float64Array(count)
  const deviations = new Float64Array(count)
  const set = (at: number, length: number, mean: number, deviation: number): void => {
    means.fill(mean, at, at + length)
    deviations.fill(deviation, at, at + length)
  }
  means.set([log(0.5), log(0.3), log(0.5), log(0.03), 0])
  deviations.fill(1, 0, correlations)
  set(correlations, edges, log(0.7 / 0.3), 0.7)
  set(rates, operations, log(0.3), 0.7)
  set(embedding, operations * operations, 0, 0.4)
  for (let k = 0; k < operations; k++) means[embedding + k * (operations + 1)] = apart
  return { means, deviations }
}

/** The hyper-parameters as the kernel reads them. */
export interface GpKernelValues {
  /** w1, w2, w3 */
  readonly productWeight: number
  readonly countWeight: number
  readonly signalWeight: number
  /** variance of the noise of a sample of weight 1 */
  readonly noise: number
  /** g */
  readonly signalRate: number
  /** c_e `[E]` */
  readonly correlations: Float64Array
  /** b_k `[K]` */
  readonly rates: Float64Array
  /** S `[K, K]` */
  readonly similarities: Float64Array
}

/** The kernel matrix stays definite, whatever the samples say of the noise. */
export const leastNoise = 1e-4

export const kernelValues = (parameters: Float64Array, edges: number, operations: number): GpKernelValues => {
  const at = gpParameters(edges, operations)
  const similarities = new Float64Array(operations * operations)
  for (let k = 0; k < operations; k++) {
    for (let l = 0; l < operations; l++) {
      let squares = 0
      for (let j = 0; j < operations; j++) {
        const difference = parameters[at.embedding + k * operations + j]
          - parameters[at.embedding + l * operations + j]
        squares += difference * difference
      }
      similarities[k * operations + l] = exp(-squares)
    }
  }
  return {
    productWeight: exp(parameters[at.productWeight]),
    countWeight: exp(parameters[at.countWeight]),
    signalWeight: exp(parameters[at.signalWeight]),
    noise: exp(parameters[at.noise]) + leastNoise,
    signalRate: exp(parameters[at.signalRate]),
    correlations: parameters.slice(at.correlations, at.rates).map((logit) => 1 / (1 + exp(-logit))),
    rates: parameters.slice(at.rates, at.embedding).map(exp),
    similarities
  }
}
