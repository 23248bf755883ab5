import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { queriesOf } from "../estimator/input.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { stepArchitecture } from "../search/architectureStep.ts"
import type { Search } from "../search/state.ts"
import { candidatesOf } from "./candidates.ts"
import { drawFromA } from "./drawOne.ts"
import { explores } from "./exploration.ts"
import type { Proposed, Sampler } from "./sampler.ts"
import { uniformDraw } from "./uniform.ts"

/** The candidate that psi takes for the best one: the lowest mean minus `optimism` deviations. */
const chosen = (environment: Environment, search: Search, step: number): Proposed | null => {
  const { space, seed, configuration } = search.setting
  const found = candidatesOf(search, step)
  if (found.length === 0) return null
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  const queries = queriesOf(found.map(({ weights }) => weights), configuration.estimator.input, operationCount(space), step)
  const means = psi.predict(search.estimator, queries)
  const deviations = psi.deviation?.(search.estimator, queries)
  const bounds = means.map((mean, i) => mean - configuration.proposal.optimism * (deviations?.[i] ?? 0))
  return found[bounds.reduce((best, bound, i) => (bound < bounds[best]! ? i : best), 0)]!
}

/**
 * The paper's sampler: a draw from A (Eq. 4), A moved along psi's gradient (Eq. 10). With more than one candidate psi
 * chooses among several draws; `exploration` and restarts put uniform draws between them (our choices).
 */
export const landscape: Sampler = {
  name: "landscape",
  fits: true,
  move: stepArchitecture,
  propose: (environment, search, step) => {
    if (explores(search, step)) return uniformDraw(search, step)
    const several = search.setting.configuration.proposal.candidates > 1
    return (several ? chosen(environment, search, step) : null) ?? drawFromA(search, step)
  }
}
