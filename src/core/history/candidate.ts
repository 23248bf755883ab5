import type { Estimator, EstimatorState } from "../estimator/estimator.ts"
import type { Learning } from "../search/memory.ts"

/** An estimator to be judged on a log, and how it is fitted. */
export interface Candidate {
  /** such as `lstm`, or `lstm memory=50 weight=none` in a grid */
  readonly name: string
  readonly estimator: Estimator<EstimatorState>
  /** passes of a fit from the start */
  readonly warmUpPasses: number
  /** most passes of a fit that goes on from the one before, and the tau that ends it (`oneStepAhead`) */
  readonly passes: number
  readonly stopTau: number | null
  readonly learning: Learning
  /** fitted to the last so many measured architectures only; null or left out: all */
  readonly memory?: number | null
}
