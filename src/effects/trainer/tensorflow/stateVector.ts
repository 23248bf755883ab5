import type { Assignment } from "../../../core/search/command.ts"
import type { Network } from "../network/network.ts"
import { sizeOf } from "../network/parameter.ts"
import type { NetworkState, RunningStatistics } from "../superNetwork/networkState.ts"
import { operationCount } from "../../../core/architecture/space.ts"
import { readLayout, writeLayout } from "./graph/layout.ts"
import { type SearchGraph, settings } from "./graph/searchGraph.ts"

/** Initial running statistics: mean 0, variance 1. */
const initialStatistics = (channels: number): RunningStatistics =>
  ({ mean: new Float32Array(channels), variance: new Float32Array(channels).fill(1) })

const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)

const weightCount = ({ parameters }: SearchGraph): number => sum(parameters.map(sizeOf))
const statisticCount = ({ normalisations }: SearchGraph): number =>
  sum(normalisations.map(({ channels }) => 2 * channels.logical))

/** The soft weight that a vector of the graph is made of. */
const softWeight = ({ architecture, weights }: Assignment, operations: number, by: number | null): number =>
  by === null ? 1 : weights[by * operations + architecture[by]!]!

/**
 * What a graph takes over before it runs: weights, momenta, running statistics, soft weights and the numbers of the
 * training, one behind the other (`new-state` of `searchGraph.ts`).
 */
export const writeState = (
  graph: SearchGraph, { shape: { space } }: Network, assignment: Assignment, state: NetworkState
): Float32Array => {
  const weights = weightCount(graph)
  const scales = sum(graph.scales.map(({ length }) => length))
  const vector = new Float32Array(2 * weights + statisticCount(graph) + scales + settings.length)
  let at = 0
  for (const parameter of graph.parameters) {
    writeLayout(parameter, state.weights.get(parameter.name)!, vector, at)
    const momentum = state.momentum.get(parameter.name)
    if (momentum !== undefined) writeLayout(parameter, momentum, vector, weights + at)
    at += sizeOf(parameter)
  }
  at = 2 * weights
  for (const { name, channels } of graph.normalisations) {
    const { mean, variance } = state.running.get(name) ?? initialStatistics(channels.logical)
    vector.set(mean, at)
    vector.set(variance, at + channels.logical)
    at += 2 * channels.logical
  }
  for (const { by, length } of graph.scales) {
    vector.fill(softWeight(assignment, operationCount(space), by), at, at + length)
    at += length
  }
  const { training, learningRate } = assignment
  vector.set(settings.map((name) => (name === "learningRate" ? learningRate : training[name])), at)
  return vector
}

/** A state with what a graph has made of its part of it (`state` of `searchGraph.ts`). */
export const readState = (graph: SearchGraph, vector: Float32Array, before: NetworkState): NetworkState => {
  const weights = new Map(before.weights)
  const momentum = new Map(before.momentum)
  const running = new Map(before.running)
  const count = weightCount(graph)
  let at = 0
  for (const parameter of graph.parameters) {
    weights.set(parameter.name, readLayout(parameter, vector, at))
    momentum.set(parameter.name, readLayout(parameter, vector, count + at))
    at += sizeOf(parameter)
  }
  at = 2 * count
  for (const { name, channels: { logical } } of graph.normalisations) {
    running.set(name, { mean: vector.slice(at, at + logical), variance: vector.slice(at + logical, at + 2 * logical) })
    at += 2 * logical
  }
  return { weights, momentum, running }
}
