import { type Architecture, architectureKey } from "../architecture/architecture.ts"
import { allowedOperations } from "../architecture/space.ts"
import { choice } from "../random/choice.ts"
import type { Outcome, Search } from "../search/state.ts"
import { worthOf } from "./bestMeasured.ts"
import { neighboursOf } from "./mutation.ts"
import type { Sampler } from "./sampler.ts"
import { isUnseen, proposed, unseenDraw } from "./unseen.ts"

/** Where the search stands: uniform draws that are still to come before a climb, or a climb. */
type Standing =
  | { readonly type: "gathering" }
  | { readonly type: "climbing"; readonly open: readonly Architecture[] }

const better = (a: Outcome, b: Outcome | null): boolean => b === null || worthOf(a) < worthOf(b)

/** Goes through the outcomes again: what was known when decides where each climb led. */
const standingOf = ({ setting, outcomes }: Search): Standing => {
  const { space, configuration } = setting
  const allowed = allowedOperations(space)
  const known = new Map<string, Outcome>()
  let gathering = Math.max(1, configuration.warmUp)
  let gathered: Outcome | null = null
  let centre: Outcome | null = null
  let open = new Map<string, Architecture>()

  /** Climbs on from here: over neighbours that are known to be better to one that knows none. */
  const climb = (from: Outcome): void => {
    centre = from
    for (;;) {
      const neighbours = new Map(neighboursOf(centre.architecture, allowed).map((one) => [architectureKey(one), one]))
      let best: Outcome = centre
      open = new Map()
      for (const [key, one] of neighbours) {
        const outcome = known.get(key)
        if (outcome === undefined) open.set(key, one)
        else if (better(outcome, best)) best = outcome
      }
      if (best === centre) return
      centre = best
    }
  }
  const startAgain = (): void => {
    gathering = Math.max(1, configuration.proposal.restartDraws)
    gathered = centre = null
  }

  for (const outcome of outcomes) {
    const key = architectureKey(outcome.architecture)
    if (!known.has(key)) known.set(key, outcome)
    if (gathering > 0) {
      if (better(outcome, gathered)) gathered = outcome
      gathering--
      if (gathering === 0) climb(gathered!)
    } else if (open.delete(key) && better(outcome, centre)) climb(outcome)
    if (gathering === 0 && open.size === 0) startAgain()
  }
  return gathering > 0 ? { type: "gathering" } : { type: "climbing", open: [...open.values()] }
}

/**
 * Local search (White, Nolen, Savani, 2020): from the best of the warm-up population it measures neighbours, which differ
 * on one edge, in a random order, and goes on from the first one that is better. At a local optimum it starts again from
 * the best of `restartDraws` uniform draws. One without a loss is never better.
 */
export const localSearch: Sampler = {
  name: "local-search",
  fits: false,
  move: null,
  propose: (_, search, step) => {
    const standing = standingOf(search)
    const open = standing.type === "climbing" ? standing.open.filter((one) => isUnseen(search, one)) : []
    if (open.length === 0) return proposed(search, unseenDraw(search, step))
    return proposed(search, open[choice({ seed: search.setting.seed, stream: "neighbours", a: step, b: 0 }, open.length)]!)
  }
}
