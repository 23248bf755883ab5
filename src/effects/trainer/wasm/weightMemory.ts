import * as Effect from "effect/Effect"
import type { Network } from "../network/network.ts"
import { pack, packedLength, unpack } from "./packing.ts"
import { type Parameter, vectorParameter } from "../network/parameter.ts"
import type { Normalisation } from "../network/unit.ts"
import type { MemoryPlan } from "./program/memoryPlan.ts"
import { initialState } from "../superNetwork/initialState.ts"
import type { NetworkState, RunningStatistics } from "../superNetwork/networkState.ts"
import type { EngineWeights } from "../superNetwork/SuperNetworkEngine.ts"

const stateRegions: readonly string[] = ["weights", "momentum", "running statistics"]

/** Bytes that `keep` copies, for the check of memory. */
export const keptBytes = ({ regions }: MemoryPlan): number =>
  regions.reduce((sum, { name, bytes }) => (stateRegions.includes(name) ? sum + bytes : sum), 0)

const allFinite = (numbers: Float32Array): boolean => {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return false
  return true
}

/** What training changes, as it lies in the engine's memory. */
export const weightMemory = (network: Network, plan: MemoryPlan, buffer: SharedArrayBuffer): EngineWeights => {
  const { parameters, normalisations } = network
  const parts = plan.regions
    .filter(({ name }) => stateRegions.includes(name))
    .map(({ address, bytes }) => new Float32Array(buffer, address, bytes / 4))
  const kept = parts.map((part) => new Float32Array(part.length))

  const packedAt = (addresses: ReadonlyMap<string, number>, parameter: Parameter): Float32Array =>
    new Float32Array(buffer, addresses.get(parameter.name)!, packedLength(parameter))
  const writeAll = (addresses: ReadonlyMap<string, number>, values: ReadonlyMap<string, Float32Array>): void => {
    for (const parameter of parameters) {
      const logical = values.get(parameter.name)
      const place = packedAt(addresses, parameter)
      if (logical === undefined) place.fill(0)
      else place.set(pack(parameter, logical))
    }
  }
  const readAll = (addresses: ReadonlyMap<string, number>): ReadonlyMap<string, Float32Array> =>
    new Map(parameters.map((parameter) => [parameter.name, unpack(parameter, packedAt(addresses, parameter))]))

  const write = ({ weights, momentum, running }: NetworkState): void => {
    writeAll(plan.weights, weights)
    writeAll(plan.momentum, momentum)
    for (const normalisation of normalisations) writeRunning(plan, buffer, normalisation, running.get(normalisation.name))
  }
  return {
    reset: (seed) => Effect.sync(() => write(initialState(network, seed))),
    read: Effect.sync(() => ({
      weights: readAll(plan.weights),
      momentum: readAll(plan.momentum),
      running: new Map(normalisations.map((normalisation) => [normalisation.name, readRunning(plan, buffer, normalisation)]))
    })),
    write: (state) => Effect.sync(() => write(state)),
    keep: Effect.sync(() => parts.forEach((part, i) => kept[i]!.set(part))),
    putBack: Effect.sync(() => parts.forEach((part, i) => part.set(kept[i]!))),
    isFinite: Effect.sync(() => parts.every(allFinite))
  }
}

/** `[mean][variance]` of a normalisation, each packed as a vector of its channels. */
const runningAt = (plan: MemoryPlan, buffer: SharedArrayBuffer, { name, channels }: Normalisation) => {
  const address = plan.running.get(name)!
  return {
    vector: vectorParameter(name, channels, 0),
    mean: new Float32Array(buffer, address, channels.physical),
    variance: new Float32Array(buffer, address + 4 * channels.physical, channels.physical)
  }
}

const readRunning = (plan: MemoryPlan, buffer: SharedArrayBuffer, normalisation: Normalisation): RunningStatistics => {
  const { vector, mean, variance } = runningAt(plan, buffer, normalisation)
  return { mean: unpack(vector, mean), variance: unpack(vector, variance) }
}

const writeRunning = (
  plan: MemoryPlan, buffer: SharedArrayBuffer, normalisation: Normalisation, statistics: RunningStatistics | undefined
): void => {
  const { vector, mean, variance } = runningAt(plan, buffer, normalisation)
  mean.set(statistics === undefined ? new Float32Array(mean.length) : pack(vector, statistics.mean))
  variance.set(statistics === undefined ? new Float32Array(variance.length).fill(1) : pack(vector, statistics.variance))
}
