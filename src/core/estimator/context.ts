import type { Space } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import type { EstimatorConfiguration } from "../search/configuration.ts"

/** What an estimator is made from. The same context makes the same estimator. */
export interface EstimatorContext {
  readonly environment: Environment
  readonly space: Space
  /** E and K */
  readonly edges: number
  readonly operations: number
  readonly seed: number
  readonly configuration: EstimatorConfiguration
  /** Which of several like it this one is, 0 for the only one, below 4,096: members draw from lanes of their own. */
  readonly lane: number
}
