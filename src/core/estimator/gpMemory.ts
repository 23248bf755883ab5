import { chosenOperations, weightsOn } from "../architecture/architecture.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"
import type { Samples } from "./estimator.ts"
import type { LiveEdges } from "./liveEdges.ts"
import type { SignalFeatures, SignalMaps } from "./signalFeatures.ts"

/** The samples that a Gaussian process is conditioned on, as it keeps them. */
export type GpMemory = {
  /** `[count, E]` chosen operations, zero on dead edges */
  readonly choices: Float64Array
  /** `[count, signals]`, see `signalFeatures.ts` */
  readonly features: Float64Array
  /** `[count]` weights of Eq. 8 */
  readonly weights: Float64Array
}

const none = new Float64Array(0)
export const emptyGpMemory: GpMemory = { choices: none, features: none, weights: none }

/** Most samples that are conditioned on: a fit takes time with their square, a choice of hyper-parameters more. */
const mostSamples = 400

/**
 * The places of the samples that count, ascending: all, or half of them those of the lowest losses, then the newest.
 */
export const activeSamples = (
  { count, losses }: Pick<Samples, "count" | "losses">,
  most = mostSamples
): readonly number[] => {
  const all = Array.from({ length: count }, (_, i) => i)
  if (count <= most) return all
  const low = new Set(sortedOrder(losses).subarray(0, Math.floor(most / 2)))
  const others = all.filter((i) => !low.has(i))
  return [...low, ...others.slice(others.length - (most - low.size))].toSorted((a, b) => a - b)
}

/** What was measured of the samples at these places: their chosen operations, whatever the soft weights were. */
export const gpMemory = (
  { count, inputs, weights }: Samples,
  places: readonly number[],
  operations: number,
  live: LiveEdges,
  signal: SignalFeatures,
  maps: SignalMaps
): GpMemory => {
  const size = inputs.length / count
  const edges = size / operations
  const choices = new Float64Array(places.length * edges)
  const features = new Float64Array(places.length * signal.features.length)
  places.forEach((i, at) => {
    const H = weightsOn(chosenOperations(inputs.subarray(i * size, (i + 1) * size), operations), operations, 1)
    live.read(H, 0)
    choices.set(chosenOperations(live.weights, operations), at * edges)
    signal.read(maps, H, 0)
    features.set(signal.features, at * signal.features.length)
  })
  return { choices, features, weights: Float64Array.from(places, (i) => weights[i]) }
}

/** The newest `most` samples of a memory. */
export const newestOf = ({ choices, features, weights }: GpMemory, most: number): GpMemory => {
  const from = Math.max(0, weights.length - most)
  const after = (values: Float64Array) => values.subarray((values.length / weights.length) * from)
  return { choices: after(choices), features: after(features), weights: after(weights) }
}
