import { chosenOperations } from "../architecture/architecture.ts"
import { printArchitecture } from "../architecture/notation.ts"
import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { samplers } from "../sampler/registry.ts"
import { uniformDraw } from "../sampler/uniform.ts"
import type { DataOf } from "./event.ts"
import type { Search } from "./state.ts"

/** The next architecture: drawn uniformly for the warm-up population, then as the sampler says. */
export const draw = (environment: Environment, search: Search): DataOf<"sampled"> => {
  const { space, configuration } = search.setting
  const step = search.drawn + 1
  const phase = step <= configuration.warmUp ? "warm-up" : "search"
  const { attempt, weights } = phase === "warm-up"
    ? uniformDraw(search, step)
    : samplers[configuration.sampler].propose(environment, search, step)
  return { step, phase, attempt, architecture: printArchitecture(space, chosenOperations(weights, operationCount(space))), weights }
}
