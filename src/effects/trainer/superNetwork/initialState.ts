import { initialValues } from "../network/initialValues.ts"
import type { Network } from "../network/network.ts"
import { initialStatistics, type NetworkState } from "./networkState.ts"

/** The initial weights of a seed; no momentum; means 0 and variances 1. */
export const initialState = (network: Network, seed: number): NetworkState => ({
  weights: initialValues(network, seed),
  momentum: new Map(),
  running: new Map(network.normalisations.map(({ name, channels: { logical } }) => [name, initialStatistics(logical)]))
})
