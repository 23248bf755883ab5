import type { Queries, Samples } from "../../../src/core/estimator/estimator.ts"

/** Four one-hot architectures and a soft one, E = 2 and K = 3, with weights of Eq. 8. */
export const fiveSamples: Samples = {
  count: 5,
  inputs: Float64Array.of(
    1, 0, 0, 0, 1, 0,
    0, 1, 0, 0, 1, 0,
    1, 0, 0, 0, 0, 1,
    0.5, 0.25, 0.25, 0, 0.5, 0.5,
    0, 0, 1, 1, 0, 0
  ),
  steps: Float64Array.of(1, 2, 3, 4, 5),
  losses: Float64Array.of(0.9, 0.5, 0.7, 0.6, 0.2),
  weights: Float64Array.of(1, 0.5, 1.5, 1, 1)
}

/** One-hot and soft. */
export const twoQueries: Queries = {
  count: 2,
  inputs: Float64Array.of(0, 1, 0, 0, 0, 1, 0.2, 0.3, 0.5, 0.6, 0.3, 0.1),
  steps: Float64Array.of(6, 6)
}

/** The first `count` of the samples. */
export const firstOf = (samples: Samples, count: number): Samples => ({
  count,
  inputs: samples.inputs.slice(0, (samples.inputs.length / samples.count) * count),
  steps: samples.steps.slice(0, count),
  losses: samples.losses.slice(0, count),
  weights: samples.weights.slice(0, count)
})

/** The samples with the chosen operations as 0 and 1, all of weight 1. */
export const hardened = (samples: Samples): Samples => ({
  ...samples,
  inputs: samples.inputs.map((h) => (h >= 0.5 ? 1 : 0)),
  weights: samples.weights.map(() => 1)
})

/**
 * All nine architectures of two edges with three operations, operations 0 first, with the losses of a table `[3,
 * 3]`.
 */
export const nineSamples = (losses: readonly number[], weights: readonly number[] = losses.map(() => 1)): Samples => ({
  count: 9,
  inputs: Float64Array.from(losses.flatMap((_, i) =>
    [Math.floor(i / 3), i % 3].flatMap((chosen) => [0, 1, 2].map((k) => (k === chosen ? 1 : 0))))),
  steps: Float64Array.from(losses, (_, i) => i + 1),
  losses: Float64Array.from(losses),
  weights: Float64Array.from(weights)
})
