import { type Architecture, architectureKey } from "../architecture/architecture.ts"
import { allowedOperations } from "../architecture/space.ts"
import type { Search } from "../search/state.ts"
import { mutated } from "./mutation.ts"
import { isUnseen } from "./unseen.ts"

/** Mutations of mutations before a child is given up. */
const furthest = 16

/**
 * Distinct architectures that may be asked for, at most `count`: the parents take turns, and each child is mutated on one
 * edge, and on one more as long as it was drawn before.
 */
export const childrenOf = (
  parents: readonly Architecture[],
  count: number,
  search: Search,
  step: number
): readonly Architecture[] => {
  const { space, seed } = search.setting
  const allowed = allowedOperations(space)
  const found = new Map<string, Architecture>()
  for (let c = 0; c < (parents.length === 0 ? 0 : count); c++) {
    let child = parents[c % parents.length]!
    for (let further = 0; further < furthest; further++) {
      child = mutated(child, allowed, { seed, stream: "mutation", a: step, b: c * furthest + further })
      const key = architectureKey(child)
      if (found.has(key) || !isUnseen(search, child)) continue
      found.set(key, child)
      break
    }
  }
  return [...found.values()]
}
