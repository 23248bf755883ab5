import { type Architecture, architectureKey } from "../architecture/architecture.ts"
import { allowedOperations } from "../architecture/space.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"
import { uniforms } from "../random/uniform.ts"
import type { Outcome, Search } from "../search/state.ts"
import { worthOf } from "./bestMeasured.ts"
import type { Sampler } from "./sampler.ts"
import { isUnseen, proposed, unseenDraw } from "./unseen.ts"

/** `[E]` lists: the probability of each allowed operation, from their counts plus one, the prior of hyperopt. */
type Density = readonly Float64Array[]

const densityOf = (architectures: readonly Architecture[], allowed: readonly (readonly number[])[]): Density =>
  allowed.map((operations, edge) => {
    const counts = new Float64Array(operations.length).fill(1)
    for (const architecture of architectures) counts[operations.indexOf(architecture[edge]!)]! += 1
    return counts.map((count) => count / (architectures.length + operations.length))
  })

/**
 * The good ones and the others, by loss; the earlier of equal ones is the better. Of n with a loss the square root of n
 * are good: at the usual quarter the densities change too little from one measurement to the next (our choice; hyperopt
 * takes a quarter of the square root).
 */
const divided = (outcomes: readonly Outcome[]): readonly [readonly Architecture[], readonly Architecture[]] => {
  const order = sortedOrder(Float64Array.from(outcomes, worthOf))
  const architectures = [...order].map((i) => outcomes[i]!.architecture)
  const good = Math.ceil(Math.sqrt(outcomes.filter(({ loss }) => loss !== null).length))
  return [architectures.slice(0, good), architectures.slice(good)]
}

/** The place that u, from (0, 1), falls on. */
const placeOf = (probabilities: Float64Array, u: number): number => {
  let sum = 0
  for (let place = 0; place < probabilities.length; place++) {
    sum += probabilities[place]!
    if (u < sum) return place
  }
  return probabilities.length - 1
}

const chosen = (search: Search, step: number): Architecture | null => {
  const { space, seed, configuration } = search.setting
  const allowed = allowedOperations(space)
  const [goodOnes, others] = divided(search.outcomes)
  const good = densityOf(goodOnes, allowed)
  const rest = densityOf(others, allowed)
  const seen = new Set<string>()
  let best: Architecture | null = null
  let bestRatio = -1
  for (let b = 0; b < configuration.proposal.candidates; b++) {
    const drawn = uniforms({ seed, stream: "density", a: step, b }, allowed.length)
    const places = good.map((density, edge) => placeOf(density, drawn[edge]!))
    const ratio = places.reduce((product, place, edge) => (product * good[edge]![place]!) / rest[edge]![place]!, 1)
    const architecture = places.map((place, edge) => allowed[edge]![place]!)
    const key = architectureKey(architecture)
    if (ratio > bestRatio && !seen.has(key) && isUnseen(search, architecture)) {
      best = architecture
      bestRatio = ratio
    }
    seen.add(key)
  }
  return best
}

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio, Kégl, 2011) on categories. For each edge it has the
 * frequencies of the operations among the best measured architectures, and among the others. Of `candidates` draws from
 * the first it takes the one with the highest ratio of its probabilities under the first and under the second.
 */
export const tpe: Sampler = {
  name: "tpe",
  fits: false,
  move: null,
  propose: (_, search, step) => proposed(search, chosen(search, step) ?? unseenDraw(search, step))
}
