import type { Architecture } from "../architecture/architecture.ts"
import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"
import { choice } from "../random/choice.ts"
import type { Search } from "../search/state.ts"
import { explores } from "./exploration.ts"
import { poolFor } from "./pool.ts"
import type { Sampler } from "./sampler.ts"
import { proposed, unseenDraw } from "./unseen.ts"

/** The top set begins with this share of the pool and shrinks by this factor a measurement. */
const firstShare = 0.1
const shrinking = 0.95

/** How many of the best predicted ones are candidates after so many measurements of the search steps. */
const topSize = (pool: number, last: number, searched: number): number => {
  let size = firstShare * pool
  for (let i = 0; i < searched && size > last; i++) size *= shrinking
  return Math.max(last, Math.ceil(size))
}

/** The unseen architectures of the pool with the lowest predictions, at most `size`. */
const topOf = (environment: Environment, search: Search, step: number): readonly Architecture[] => {
  const { space, seed, configuration } = search.setting
  const { architectures, keys, inputs } = poolFor(search, step)
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  const steps = new Float64Array(architectures.length).fill(step)
  const means = psi.predict(search.estimator, { count: architectures.length, inputs, steps })
  const size = topSize(architectures.length, configuration.proposal.candidates, step - configuration.warmUp - 1)
  const top: Architecture[] = []
  for (const i of sortedOrder(means)) {
    if (top.length === size) break
    if (!search.seen.has(keys[i]!)) top.push(architectures[i]!)
  }
  return top
}

/**
 * WeakNAS (Wu and others, 2021): psi, however weak, predicts a pool, and one of its best predicted architectures is
 * measured, each as likely as the others; the set of these shrinks to `candidates` while psi gets to know the good ones.
 * It is refitted after every measurement, not after ten.
 */
export const weaknas: Sampler = {
  name: "weaknas",
  fits: true,
  move: null,
  propose: (environment, search, step) => {
    const top = explores(search, step) ? [] : topOf(environment, search, step)
    if (top.length === 0) return proposed(search, unseenDraw(search, step))
    return proposed(search, top[choice({ seed: search.setting.seed, stream: "pool", a: step, b: 0xffffffff }, top.length)]!)
  }
}
