import { noMoments } from "./begin.ts"
import type { Search } from "./state.ts"

/**
 * A and its moments at zero, once so many search steps (`restartAfter`) found nothing better, and again after as many
 * more: an A that has settled in a poor region gets out of it (our choice). psi and the memory stay.
 */
export const begunAgain = (search: Search): Search => {
  const { restartAfter } = search.setting.configuration.proposal
  if (restartAfter === null || search.stagnation === 0 || search.stagnation % restartAfter !== 0) return search
  const size = search.architectureParameters.length
  return { ...search, architectureParameters: new Float64Array(size), moments: noMoments(size) }
}
