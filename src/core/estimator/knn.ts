import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Queries } from "./estimator.ts"
import { oneHotChoices, soft } from "./oneHotChoices.ts"

/** State of the nearest neighbours: the memory itself. */
export type KnnState = {
  /** `[count, E, K]` */
  readonly inputs: Float64Array
  /** `[count]` each */
  readonly losses: Float64Array
  readonly weights: Float64Array
}

/**
 * `[count]` distances E - sum_e <H_e, X_e> of one query from the memory: between one-hot ones, the edges that
 * differ.
 */
const distancesFrom = (
  inputs: Float64Array,
  choices: Int32Array,
  edges: number,
  query: Float64Array
): Float64Array => {
  const operations = query.length / edges
  const distances = new Float64Array(choices.length / edges)
  for (let i = 0; i < distances.length; i++) {
    let shared = 0
    for (let e = 0; e < edges; e++) {
      const row = i * edges + e
      const choice = choices[row]
      if (choice !== soft) shared += query[e * operations + choice]
      else for (let k = 0; k < operations; k++) shared += query[e * operations + k] * inputs[row * operations + k]
    }
    distances[i] = edges - shared
  }
  return distances
}

/** The distance within which the `neighbours` nearest lie, or all where there are fewer. */
const radius = (distances: Float64Array, neighbours: number): number => {
  const least = new Float64Array(Math.min(neighbours, distances.length)).fill(Infinity)
  const last = least.length - 1
  for (const distance of distances) {
    if (distance >= least[last]) continue
    let place = last
    for (; place > 0 && least[place - 1] > distance; place--) least[place] = least[place - 1]
    least[place] = distance
  }
  return least[last]
}

/** Weighted mean and deviation of the losses within the radius. */
const spread = ({ losses, weights }: KnnState, distances: Float64Array, within: number) => {
  let weight = 0
  let sum = 0
  for (let i = 0; i < losses.length; i++) {
    if (distances[i] > within) continue
    weight += weights[i]
    sum += weights[i] * losses[i]
  }
  const mean = sum / weight
  let squares = 0
  for (let i = 0; i < losses.length; i++) {
    if (distances[i] <= within) squares += weights[i] * (losses[i] - mean) * (losses[i] - mean)
  }
  return { mean, deviation: Math.sqrt(squares / weight) }
}

/**
 * The weighted mean over the nearest architectures of the memory, in the distance of Hamming; all at the same distance
 * count or none, so that the order of the memory does not matter. The spread among them is the deviation (0 where they
 * agree). Constant between its steps, and so without a gradient. Without samples it predicts 0.
 */
export const knn = ({ edges, operations, configuration }: EstimatorContext): Estimator<KnnState> => {
  const each = (state: KnnState, { count, inputs }: Queries, part: "mean" | "deviation"): Float64Array => {
    const values = new Float64Array(count)
    if (state.losses.length === 0) return values
    const choices = oneHotChoices(state.inputs, operations)
    const size = edges * operations
    for (let i = 0; i < count; i++) {
      const distances = distancesFrom(state.inputs, choices, edges, inputs.subarray(i * size, (i + 1) * size))
      values[i] = spread(state, distances, radius(distances, configuration.neighbours))[part]
    }
    return values
  }
  return {
    name: "knn",
    init: () => ({ inputs: new Float64Array(0), losses: new Float64Array(0), weights: new Float64Array(0) }),
    fit: (state, samples) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      const fitted = {
        inputs: samples.inputs.slice(), losses: samples.losses.slice(), weights: samples.weights.slice()
      }
      return { state: fitted, passes: 1, tau: kendallTau(each(fitted, samples, "mean"), samples.losses) }
    },
    predict: (state, queries) => each(state, queries, "mean"),
    deviation: (state, queries) => each(state, queries, "deviation"),
    gradient: null
  }
}
