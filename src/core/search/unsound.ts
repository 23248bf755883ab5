import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import type { Setting } from "./state.ts"

/** Why options that fit each by itself make no search together, in one clause; null where nothing speaks against them. */
export const unsound = (
  environment: Environment,
  { space, seed, configuration }: Pick<Setting, "space" | "seed" | "configuration">
): string | null => {
  const { estimator, sampler, proposal } = configuration
  if (estimator.name === "own" && estimator.own === null) {
    return "the estimator own stands for a file of yours: give it with --estimator FILE"
  }
  if (estimator.name === "mixture" && estimator.parts.length === 0) {
    return "a mixture of no estimators predicts nothing: give estimator.parts, as in --parts lstm,gp"
  }
  const followsGradient = sampler === "landscape" && proposal.candidates === 1
  if (followsGradient && estimatorFor(environment, space, seed, estimator).gradient === null) {
    const name = estimator.own?.file ?? estimator.name
    return `the landscape sampler moves A along the gradient of psi, and the estimator ${name} has none, so that all `
      + "draws would be uniform: let psi choose among several with --candidates N, or take another estimator"
  }
  return null
}
