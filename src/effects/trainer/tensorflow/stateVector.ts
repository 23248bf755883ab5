import type { Assignment } from "../../../core/search/command.ts"
import { operationCount } from "../../../core/architecture/space.ts"
import type { Network } from "../network/network.ts"
import { sizeOf } from "../network/parameter.ts"
import { initialStatistics, type NetworkState } from "../superNetwork/networkState.ts"
import { readLayout, writeLayout } from "./graph/layout.ts"
import type { ScaledBy } from "./graph/pass.ts"
import { regionPlaces, settings, type StateLayout } from "./graph/stateLayout.ts"

/** The soft weight that a vector of the graph is made of. */
const softWeight = ({ architecture, weights }: Assignment, operations: number, by: ScaledBy): number =>
  by === null ? 1 : weights[by * operations + architecture[by]!]!

/** What a graph takes over before it runs: the regions of its layout, one behind the other. */
export const writeState = (
  layout: StateLayout, { shape: { space } }: Network, assignment: Assignment, state: NetworkState
): Float32Array => {
  const places = regionPlaces(layout)
  const vector = new Float32Array(places.end)
  let weight = places.weights
  for (const parameter of layout.parameters) {
    writeLayout(parameter, state.weights.get(parameter.name)!, vector, weight)
    const momentum = state.momentum.get(parameter.name)
    if (momentum !== undefined) writeLayout(parameter, momentum, vector, places.momenta + weight)
    weight += sizeOf(parameter)
  }
  let statistic = places.running
  for (const { name, channels: { logical } } of layout.normalisations) {
    const { mean, variance } = state.running.get(name) ?? initialStatistics(logical)
    vector.set(mean, statistic)
    vector.set(variance, statistic + logical)
    statistic += 2 * logical
  }
  let scale = places.scales
  for (const { by, length } of layout.scales) {
    vector.fill(softWeight(assignment, operationCount(space), by), scale, scale + length)
    scale += length
  }
  const { training, learningRate } = assignment
  vector.set(settings.map((name) => (name === "learningRate" ? learningRate : training[name])), places.settings)
  return vector
}

/** A state with what a graph has made of its part of it: the regions that training changes. */
export const readState = (layout: StateLayout, vector: Float32Array, before: NetworkState): NetworkState => {
  const places = regionPlaces(layout)
  const weights = new Map(before.weights)
  const momentum = new Map(before.momentum)
  const running = new Map(before.running)
  let weight = places.weights
  for (const parameter of layout.parameters) {
    weights.set(parameter.name, readLayout(parameter, vector, weight))
    momentum.set(parameter.name, readLayout(parameter, vector, places.momenta + weight))
    weight += sizeOf(parameter)
  }
  let statistic = places.running
  for (const { name, channels: { logical } } of layout.normalisations) {
    const end = statistic + 2 * logical
    running.set(name, { mean: vector.slice(statistic, statistic + logical), variance: vector.slice(statistic + logical, end) })
    statistic = end
  }
  return { weights, momentum, running }
}
