import type { Architecture } from "../architecture/architecture.ts"
import { allowedOperations } from "../architecture/space.ts"
import { permutation } from "../random/permutation.ts"
import type { Outcome, Search } from "../search/state.ts"
import { worthOf } from "./bestMeasured.ts"
import { mutated } from "./mutation.ts"
import type { Sampler } from "./sampler.ts"
import { isUnseen, proposed, unseenDraw } from "./unseen.ts"

/** Mutations of one parent before another draw takes their place. */
const attempts = 64

/** The best of `tournament` members of the population; the newer one of equal ones. */
const parentOf = (population: readonly Outcome[], search: Search, step: number): Outcome => {
  const { seed, configuration } = search.setting
  const order = permutation({ seed, stream: "tournament", a: step, b: 0 }, population.length)
  return [...order.subarray(0, configuration.proposal.tournament)]
    .map((i) => population[i]!)
    .reduce((best, rival) => (worthOf(rival) < worthOf(best) ? rival : best))
}

/** A mutation of the architecture; while it was drawn before, another one. */
const childOf = (parent: Architecture, search: Search, step: number): Architecture | null => {
  const allowed = allowedOperations(search.setting.space)
  for (let b = 0; b < attempts; b++) {
    const child = mutated(parent, allowed, { seed: search.setting.seed, stream: "mutation", a: step, b })
    if (isUnseen(search, child)) return child
  }
  return null
}

/**
 * Regularised evolution (Real, Aggarwal, Huang, Le, 2019): of the `population` newest architectures `tournament` compete,
 * the best of them is mutated on one edge, and the oldest one dies. One without a loss loses against every other.
 */
export const evolution: Sampler = {
  name: "evolution",
  fits: false,
  move: null,
  propose: (_, search, step) => {
    const population = search.outcomes.slice(-search.setting.configuration.proposal.population)
    if (population.length === 0) return proposed(search, unseenDraw(search, step))
    const parent = parentOf(population, search, step).architecture
    return proposed(search, childOf(parent, search, step) ?? unseenDraw(search, step))
  }
}
