import type { Calibration } from "../../core/history/calibration.ts"
import type { Comparison, NoiseUnit } from "../../core/history/refitComparison.ts"
import type { RefitFigures } from "../../core/history/refitFigures.ts"
import type { Input } from "../../core/estimator/input.ts"
import type { Target } from "../../core/estimator/target.ts"
import type { Weighting } from "../../core/estimator/weightedLoss.ts"

/** What makes a candidate, as it was fitted. */
export interface RefitSettings {
  readonly estimator: string
  readonly memory: number | null
  readonly weight: Weighting
  readonly target: Target
  readonly input: Input
  readonly members: number
}

/** What an estimator is worth on one log, or on average over several. */
export interface RefitResult extends RefitFigures {
  readonly name: string
  readonly calibration: Calibration | null
  /**
   * mean squared error of predicting each architecture from those before it, as in the search; null where too few are
   * measured
   */
  readonly oneStepAhead: number | null
  /** all figures of these predictions */
  readonly ahead: RefitFigures | null
  /** wall time of the cross-validation's fits, and of those one step ahead */
  readonly seconds: number
  readonly aheadSeconds: number
  readonly settings: RefitSettings
}

/** An estimator beside another one in each figure; null where they cannot be compared. */
export interface Comparisons {
  readonly kendallTau: Comparison | null
  readonly mse: Comparison | null
  readonly oneStepAhead: Comparison | null
}

/** A result with what tells chance from merit. */
export interface JudgedResult extends RefitResult {
  /** 95 % */
  readonly kendallTauInterval: { readonly low: number; readonly high: number } | null
  /** beside the best one in each figure; null for the best itself */
  readonly againstBest: Comparisons
  /** beside the line in the step number alone; null for that line */
  readonly againstSteps: Comparisons | null
  /** whether it orders held-out architectures better than that line, or with a lower squared error, beyond noise */
  readonly beatsSteps: boolean | null
}

/** Held-out architectures as they were measured and as a candidate predicted them. */
export interface PredictedPoints {
  readonly name: string
  readonly measured: Float64Array
  readonly predicted: Float64Array
}

export interface RefitLogReport {
  readonly log: string
  /** measured architectures that were held out fold by fold, and predicted one step ahead */
  readonly samples: number
  readonly ahead: number
  /** steps between two fits one step ahead */
  readonly every: number
  readonly estimators: readonly RefitResult[]
}

export interface RefitReport {
  readonly logs: readonly RefitLogReport[]
  /** over all logs, in the order of the grid */
  readonly estimators: readonly JudgedResult[]
  /** what the comparisons are drawn from */
  readonly noise: { readonly over: NoiseUnit; readonly count: number }
  /** estimators that gave what none may give, and the sentence on the first such thing of each; all others stand */
  readonly problems: readonly { readonly name: string; readonly problem: string }[]
  /** over all logs, candidate by candidate: for a picture */
  readonly points: readonly PredictedPoints[]
}
