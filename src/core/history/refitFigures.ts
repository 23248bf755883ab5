import { kendallTau } from "../numeric/kendallTau.ts"
import { meanSquaredError } from "../numeric/meanSquaredError.ts"
import { spearman } from "../numeric/spearman.ts"
import { topOverlap } from "../numeric/topOverlap.ts"
import { type Calibration, calibration } from "./calibration.ts"
import { joinedPredictions, type Predictions } from "./predictions.ts"

/** How well an estimator predicted samples that it was not fitted to. */
export interface RefitFigures {
  readonly samples: number
  /** over all samples together, in losses whatever was predicted */
  readonly mse: number
  /**
   * Within each group of predictions that came from one fit, then averaged by the groups' sizes: comparing
   * predictions of two folds would make the mean look worse than chance (a fold of low losses raises the mean of the
   * others).
   */
  readonly kendallTau: number
  readonly spearman: number
  /**
   * precision at top k: share of the k predicted to be best in a group that are its k best; about k / size is chance
   */
  readonly topOverlap: number
  /** null where the estimator has no deviation, or one of 0 for a prediction that is wrong */
  readonly calibration: Calibration | null
}

/** What was predicted together, and the losses that were measured. */
export interface Group {
  readonly predictions: Predictions
  readonly losses: Float64Array
}

/** k where nobody says: a tenth, from 1 to 10. */
const bestTenth = (count: number): number => Math.max(1, Math.min(10, Math.floor(count / 10 + 0.5)))

/** The figures over all groups, of at least one sample together; `top` is k (null: a tenth of each group, 1 to 10). */
export const refitFigures = (groups: readonly Group[], top: number | null): RefitFigures => {
  const samples = groups.reduce((sum, { losses }) => sum + losses.length, 0)
  const average = (measure: (group: Group) => number): number =>
    groups.reduce((sum, group) => sum + group.losses.length * measure(group), 0) / samples
  const { standardised } = joinedPredictions(groups.map(({ predictions }) => predictions))
  return {
    samples,
    mse: average(({ predictions, losses }) => meanSquaredError(predictions.losses, losses)),
    kendallTau: average(({ predictions, losses }) => kendallTau(predictions.scores, losses)),
    spearman: average(({ predictions, losses }) => spearman(predictions.scores, losses)),
    topOverlap: average(({ predictions, losses }) =>
      topOverlap(predictions.scores, losses, Math.min(top ?? bestTenth(losses.length), losses.length))),
    calibration: standardised === null ? null : calibration(standardised)
  }
}

/** `[samples]` squared errors of the losses, group after group. */
export const squaredErrors = (groups: readonly Group[]): Float64Array =>
  Float64Array.from(groups.flatMap(({ predictions, losses }) =>
    Array.from(losses, (loss, i) => (predictions.losses[i] - loss) * (predictions.losses[i] - loss))))
