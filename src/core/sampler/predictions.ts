import { type Architecture, weightsOn } from "../architecture/architecture.ts"
import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { queriesOf } from "../estimator/input.ts"
import { estimatorFor } from "../estimator/registry.ts"
import type { Search } from "../search/state.ts"

/** What psi says of architectures, weight 1 on each chosen operation. */
export interface Predictions {
  /** `[count]` */
  readonly means: Float64Array
  /** `[count]`; zeros where psi does not know how sure it is */
  readonly deviations: Float64Array
}

/** What psi, as it is now, predicts of architectures that would be measured at `step`. */
export const predictionsOf = (
  environment: Environment,
  search: Search,
  architectures: readonly Architecture[],
  step: number
): Predictions => {
  const { space, seed, configuration } = search.setting
  const K = operationCount(space)
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  const queries = queriesOf(architectures.map((architecture) => weightsOn(architecture, K, 1)), "soft", K, step)
  return {
    means: psi.predict(search.estimator, queries),
    deviations: psi.deviation?.(search.estimator, queries) ?? new Float64Array(architectures.length)
  }
}

/** The place of the lowest value, the first of equal ones; -1 where there is none. What is not a number counts as highest. */
export const lowestOf = (values: Float64Array): number =>
  values.reduce((best, value, i) => (best === -1 || value < values[best]! || Number.isNaN(values[best]) ? i : best), -1)
