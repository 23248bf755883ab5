import { weightsOn } from "../architecture/architecture.ts"
import { operationCount } from "../architecture/space.ts"
import { bestMeasured } from "../sampler/bestMeasured.ts"
import type { Search } from "./state.ts"

/**
 * Whether A has moved since it began, or began again. It never does under a sampler that leaves it as it is, nor along a
 * psi without a gradient: then it says nothing of the architectures.
 */
export const hasMoved = ({ moments }: Search): boolean => moments.beta1Power !== 1

/**
 * What the genotype is derived from, `[E, K]`: A; where it has not moved, 1 on the operations of the best measured
 * architecture (the first of equal ones), so that this one is derived. Before anything is measured it is A again.
 */
export const derivationParameters = (search: Search): Float64Array => {
  const [best] = hasMoved(search) ? [] : bestMeasured(search.outcomes, 1)
  return best === undefined
    ? search.architectureParameters
    : weightsOn(best.architecture, operationCount(search.setting.space), 1)
}
