import { architectureKey, chosenOperations } from "../architecture/architecture.ts"
import { gumbelSoftmax } from "../architecture/gumbelSoftmax.ts"
import { printArchitecture } from "../architecture/notation.ts"
import { operationCount } from "../architecture/space.ts"
import { gumbels } from "../random/gumbel.ts"
import type { DataOf } from "./event.ts"
import type { Search } from "./state.ts"

/** Draws of one step with A as it is; later ones flatten A by `flattening` each, until they give up avoiding repeats. */
const plainAttempts = 16
const attempts = 96
const flattening = 0.85

/** The Gumbel noise xi of a step, `[E, K]`: the same whenever it is asked for. */
export const noiseOf = (search: Search, step: number, attempt: number): Float64Array =>
  gumbels({
    seed: search.setting.seed,
    stream: step <= search.setting.configuration.warmUp ? "warm-up-noise" : "search-noise",
    a: step,
    b: attempt
  }, search.architectureParameters.length)

/** What the noise is added to: A, or nothing in the warm-up population and under the uniform sampler. */
const logits = (search: Search, step: number, attempt: number): Float64Array => {
  const { configuration } = search.setting
  if (step <= configuration.warmUp || configuration.sampler === "uniform") {
    return new Float64Array(search.architectureParameters.length)
  }
  let scale = 1
  for (let i = plainAttempts; i <= attempt; i++) scale *= flattening
  return scale === 1 ? search.architectureParameters : search.architectureParameters.map((a) => a * scale)
}

/**
 * The next architecture, by Eq. 4. Where repeats are avoided it is drawn again while it was drawn before; a space or
 * an A that is exhausted gives a repeat in the end (our choice).
 */
export const draw = (search: Search): DataOf<"sampled"> => {
  const { space, configuration } = search.setting
  const step = search.drawn + 1
  for (let attempt = 0; ; attempt++) {
    const weights = gumbelSoftmax(space, logits(search, step, attempt), noiseOf(search, step, attempt), configuration.temperature)
    const architecture = chosenOperations(weights, operationCount(space))
    if (attempt === attempts - 1 || !search.seen.has(architectureKey(architecture))) {
      return {
        step,
        phase: step <= configuration.warmUp ? "warm-up" : "search",
        attempt,
        architecture: printArchitecture(space, architecture),
        weights
      }
    }
  }
}
