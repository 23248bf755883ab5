import { architectureKey, chosenOperations } from "../architecture/architecture.ts"
import { gumbelSoftmax } from "../architecture/gumbelSoftmax.ts"
import { operationCount } from "../architecture/space.ts"
import type { Search } from "../search/state.ts"
import { noiseOf, scaledByImportance } from "./noise.ts"
import type { Proposed } from "./sampler.ts"

/** Draws of one step with the logits as they are; later ones flatten them by `flattening` each, up to `attempts`. */
const plainAttempts = 16
const attempts = 96
export const flattening = 0.85

const scaled = (logits: Float64Array, attempt: number): Float64Array => {
  let scale = 1
  for (let i = plainAttempts; i <= attempt; i++) scale *= flattening
  return scale === 1 ? logits : logits.map((a) => a * scale)
}

/**
 * One draw by Eq. 4 from these logits `[E, K]`, the noise scaled by `scale`. Where repeats are avoided, an architecture
 * that was drawn before is drawn again; after the last attempt a repeat is accepted, since the space or A may be
 * exhausted (our choice).
 */
export const drawOne = (
  search: Search,
  step: number,
  logits: Float64Array,
  scale: (noise: Float64Array) => Float64Array = (noise) => noise
): Proposed => {
  const { space, configuration } = search.setting
  for (let attempt = 0; ; attempt++) {
    const noise = scale(noiseOf(search, step, attempt))
    const weights = gumbelSoftmax(space, scaled(logits, attempt), noise, configuration.temperature)
    const architecture = chosenOperations(weights, operationCount(space))
    if (attempt === attempts - 1 || !search.seen.has(architectureKey(architecture))) return { attempt, weights }
  }
}

/** One draw from A as the landscape takes it: the noise scaled by importance where that is asked for. */
export const drawFromA = (search: Search, step: number): Proposed =>
  drawOne(search, step, search.architectureParameters, scaledByImportance(search))
