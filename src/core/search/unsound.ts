import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import type { Setting } from "./state.ts"

/** A mixture's parts draw from lanes of their own, of which there are 64 for each of 64 parts; more help nobody. */
const mostParts = 16

/** Members by hidden units (our choice): about a minute a fit. */
const mostUnits = 4096

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
  if (estimator.parts.length > mostParts) {
    return `a mixture of ${estimator.parts.length} parts is more than the ${mostParts} that there may be: name fewer in estimator.parts`
  }
  if (estimator.members * estimator.hidden > mostUnits) {
    return `${estimator.members} members of ${estimator.hidden} hidden units would be fitted for hours, and a fit cannot be `
      + `interrupted: choose estimator.members and estimator.hidden with a product of at most ${mostUnits}`
  }
  const followsGradient = sampler === "landscape" && proposal.candidates === 1
  if (followsGradient && estimatorFor(environment, space, seed, estimator).gradient === null) {
    const name = estimator.own?.file ?? estimator.name
    return `the landscape sampler moves A along the gradient of psi, and the estimator ${name} has none, so that all `
      + "draws would be uniform: let psi choose among several with --candidates N, or take another estimator"
  }
  return null
}
