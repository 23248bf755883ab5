import { type Architecture, architectureKey, chosenOperations } from "../architecture/architecture.ts"
import { gumbelSoftmax } from "../architecture/gumbelSoftmax.ts"
import { cardinality, operationCount } from "../architecture/space.ts"
import type { Search } from "../search/state.ts"
import { flattening } from "./drawOne.ts"
import { noiseOf, scaledByImportance } from "./noise.ts"

/** A draw that may be measured next. */
export interface Candidate {
  readonly attempt: number
  readonly architecture: Architecture
  readonly weights: Float64Array
}

const rounds = 30

/** How many architectures of the space were not drawn yet. */
const unseenCount = ({ setting: { space }, seen }: Search): number => Number(cardinality(space)) - seen.size

/**
 * Distinct draws from A by Eq. 4 of which none was drawn before (where repeats are avoided). While fewer than half of
 * the `candidates` asked for are there, and not all that are left, as many are drawn again from a flatter A, at most 30
 * times (our choice).
 */
export const candidatesOf = (search: Search, step: number): readonly Candidate[] => {
  const { space, configuration } = search.setting
  const { candidates: wanted } = configuration.proposal
  const enough = Math.max(1, Math.min(wanted / 2, unseenCount(search)))
  const K = operationCount(space)
  const scaled = scaledByImportance(search)
  const found = new Map<string, Candidate>()
  let logits = search.architectureParameters
  for (let round = 0; round < rounds && (round === 0 || found.size < enough); round++) {
    for (let j = 0; j < wanted; j++) {
      const attempt = round * wanted + j
      const weights = gumbelSoftmax(space, logits, scaled(noiseOf(search, step, attempt)), configuration.temperature)
      const architecture = chosenOperations(weights, K)
      const key = architectureKey(architecture)
      if (!search.seen.has(key) && !found.has(key)) found.set(key, { attempt, architecture, weights })
    }
    logits = logits.map((a) => a * flattening)
  }
  return [...found.values()]
}
