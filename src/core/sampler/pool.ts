import { type Architecture, architectureKey, weightsOn } from "../architecture/architecture.ts"
import { allArchitectures } from "../architecture/enumerate.ts"
import { operationCount, type Space } from "../architecture/space.ts"
import type { Search } from "../search/state.ts"
import { bestMeasured } from "./bestMeasured.ts"
import { childrenOf } from "./children.ts"
import { isEnumerable, isUnseen, uniformArchitecture } from "./unseen.ts"

/** Architectures, their keys, and their one-hot weights joined `[count, E, K]`. */
export interface Pool {
  readonly architectures: readonly Architecture[]
  readonly keys: readonly string[]
  readonly inputs: Float64Array
}

const poolOf = (space: Space, architectures: readonly Architecture[]): Pool => {
  const K = operationCount(space)
  const size = (architectures[0]?.length ?? 0) * K
  const inputs = new Float64Array(architectures.length * size)
  architectures.forEach((architecture, i) => inputs.set(weightsOn(architecture, K, 1), i * size))
  return { architectures, keys: architectures.map(architectureKey), inputs }
}

/** All of a space, kept as long as the space is: it follows from the space alone. */
const whole = new WeakMap<Space, Pool>()

/** Where a space is too large to go through: so many uniform draws, and as many mutations of so many best ones. */
const drawn = 1000
const parents = 20

/**
 * What a predictor looks at: all of a small space, measured or not; of a large one uniform draws and mutations of the best
 * measured architectures, none of them drawn before (our choice).
 */
export const poolFor = (search: Search, step: number): Pool => {
  const { space } = search.setting
  if (isEnumerable(space)) {
    const known = whole.get(space) ?? poolOf(space, [...allArchitectures(space)])
    whole.set(space, known)
    return known
  }
  const best = bestMeasured(search.outcomes, parents).map(({ architecture }) => architecture)
  const found = new Map<string, Architecture>()
  for (let b = 0; b < drawn; b++) {
    const architecture = uniformArchitecture(search, "pool", step, b)
    if (isUnseen(search, architecture)) found.set(architectureKey(architecture), architecture)
  }
  for (const child of childrenOf(best, drawn, search, step)) found.set(architectureKey(child), child)
  return poolOf(space, [...found.values()])
}
