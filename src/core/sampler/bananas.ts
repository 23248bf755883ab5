import { normals } from "../random/normal.ts"
import { bestMeasured } from "./bestMeasured.ts"
import { childrenOf } from "./children.ts"
import { explores } from "./exploration.ts"
import { lowestOf, predictionsOf } from "./predictions.ts"
import type { Sampler } from "./sampler.ts"
import { proposed, unseenDraw } from "./unseen.ts"

/**
 * BANANAS (White, Neiswanger, Savani, 2021): `candidates` mutations of the `population` best measured architectures, among
 * them the one with the lowest draw from psi's mean and deviation, each drawn by itself (independent Thompson sampling;
 * `optimism` scales the deviation). Its psi is an ensemble of perceptrons; here it is what the configuration says.
 */
export const bananas: Sampler = {
  name: "bananas",
  fits: true,
  move: null,
  propose: (environment, search, step) => {
    const { seed, configuration: { proposal } } = search.setting
    const parents = bestMeasured(search.outcomes, proposal.population).map(({ architecture }) => architecture)
    if (explores(search, step)) return proposed(search, unseenDraw(search, step))
    const children = childrenOf(parents, proposal.candidates, search, step)
    if (children.length === 0) return proposed(search, unseenDraw(search, step))
    const { means, deviations } = predictionsOf(environment, search, children, step)
    const noise = normals({ seed, stream: "thompson", a: step, b: 0 }, children.length)
    const draws = means.map((mean, i) => mean + proposal.optimism * deviations[i]! * noise[i]!)
    return proposed(search, children[lowestOf(draws)]!)
  }
}
