import { float64Bytes } from "../codec/float64Array.ts"
import type { Sha256 } from "../environment.ts"
import { inputsOf, type Input } from "../estimator/input.ts"
import type { Samples } from "../estimator/estimator.ts"
import { type Target, targetsOf } from "../estimator/target.ts"
import { sampleWeights, type Weighting } from "../estimator/weightedLoss.ts"
import type { Fact } from "./event.ts"
import type { Memory, MemoryEntry } from "./state.ts"

export const emptyMemory: Memory = { entries: [], digest: "" }

/** The entries with one more, the oldest ones forgotten beyond `limit` (null: none is). */
export const remember = (entries: readonly MemoryEntry[], entry: MemoryEntry, limit: number | null) =>
  within([...entries, entry], limit)

/** The newest `limit` entries. */
export const within = (entries: readonly MemoryEntry[], limit: number | null): readonly MemoryEntry[] =>
  limit === null || entries.length <= limit ? entries : entries.slice(entries.length - limit)

export type OutcomeFact = Extract<Fact, { type: "measured" | "diverged" | "failed" }>

const numbersOf = (fact: OutcomeFact): readonly number[] => {
  switch (fact.type) {
    case "measured":
      return [1, fact.data.step, fact.data.loss, fact.data.accuracy === undefined ? 0 : 1, fact.data.accuracy ?? 0]
    case "diverged":
      return [2, fact.data.step, fact.data.loss === Infinity ? 1 : fact.data.loss === -Infinity ? -1 : 0]
    case "failed":
      return [3, fact.data.step]
  }
}

/** The running digest with one more outcome: all that the trainer said, and the H that it was asked about. */
export const digestOutcome = (sha256: Sha256, digest: string, fact: OutcomeFact, weights: Float64Array): string =>
  sha256([
    digest,
    sha256(float64Bytes(Float64Array.from(numbersOf(fact)))),
    sha256(float64Bytes(weights)),
    fact.type === "failed" ? sha256(fact.data.reason) : ""
  ].join("\n"))

/** How a memory becomes samples. */
export interface Learning {
  readonly weighting: Weighting
  readonly weightFloor: number
  readonly estimator: { readonly input: Input; readonly target: Target }
}

/** The memory as the estimator learns from it, weighted as Eq. 8 says; `operations` is K. */
export const samplesOf = (
  entries: readonly MemoryEntry[],
  { weighting, weightFloor, estimator }: Learning,
  operations: number
): Samples => {
  const losses = Float64Array.from(entries, (entry) => entry.loss)
  const distances = Float64Array.from(entries, (entry) => entry.distance)
  return {
    count: entries.length,
    inputs: inputsOf(entries.map(({ weights }) => weights), estimator.input, operations),
    steps: Float64Array.from(entries, (entry) => entry.step),
    losses: targetsOf(estimator.target, losses),
    weights: sampleWeights(weighting, weightFloor, losses, distances)
  }
}
