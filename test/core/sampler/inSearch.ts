import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { edgeCount, operationCount, type Space } from "../../../src/core/architecture/space.ts"
import { noMoments } from "../../../src/core/search/begin.ts"
import type { Configuration } from "../../../src/core/search/configuration.ts"
import type { Outcome, Search } from "../../../src/core/search/state.ts"
import { configured, environment, runInMemory } from "../search/inMemory.ts"

/** An architecture, its operations as digits, and its loss. */
export type Happened = readonly [string, number | null]

/** What became of architectures, step by step. */
export const outcomes = (...list: readonly Happened[]): readonly Outcome[] =>
  list.map(([digits, loss], i) => ({ step: i + 1, architecture: [...digits].map(Number), loss }))

/** A search in which these outcomes happened, its psi without experience. */
export const searchWith = (configuration: Configuration, happened: readonly Outcome[], space: Space = nb201, seed = 1): Search => {
  const { state } = runInMemory([configured(configuration, space, seed)], undefined, 1)
  const K = operationCount(space)
  return {
    ...state!,
    moments: noMoments(edgeCount(space) * K),
    outcomes: happened,
    drawn: happened.length,
    measured: happened.length,
    trained: Math.min(happened.length, configuration.warmUp),
    seen: new Set(configuration.repeats === "avoid" ? happened.map(({ architecture }) => architecture.join(",")) : [])
  }
}

/** The chosen operations of a proposal, as digits. */
export const digitsOf = (weights: Float64Array, operations = 5): string => {
  let digits = ""
  for (let row = 0; row < weights.length; row += operations) {
    const edge = weights.subarray(row, row + operations)
    digits += edge.indexOf(Math.max(...edge))
  }
  return digits
}

export { environment }
