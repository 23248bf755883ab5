import { aheadSamples } from "../../core/history/oneStepAhead.ts"
import { joinedPredictions } from "../../core/history/predictions.ts"
import { type Group, type RefitFigures, refitFigures } from "../../core/history/refitFigures.ts"
import { lossesOf } from "../../core/history/refitSamples.ts"
import type { RefitResult } from "./refitReport.ts"
import type { CandidateSetting, RefitWork, UnitEnd } from "./refitUnit.ts"

/** What a candidate predicted on one log. */
export interface Answers {
  readonly folds: readonly Group[]
  /** null where there are too few steps */
  readonly ahead: Group | null
  readonly seconds: number
  readonly aheadSeconds: number
}

export type Done = Extract<UnitEnd, { type: "done" }>

const secondsOf = (ends: readonly Done[]): number => ends.reduce((sum, { seconds }) => sum + seconds, 0)

/** What the units of a candidate on one log came to, fold by fold and one step ahead. */
export const answersOf = ({ plan }: RefitWork, folds: readonly Done[], ahead: readonly Done[]): Answers => {
  const heldOut = (fold: number): Float64Array => lossesOf(plan.folds[fold]!.map((i) => plan.all[i]!))
  const joined = (): Group => ({
    predictions: joinedPredictions(ahead.map(({ predictions }) => predictions)),
    losses: lossesOf(aheadSamples(plan))
  })
  return {
    folds: folds.map(({ predictions }, fold) => ({ predictions, losses: heldOut(fold) })),
    ahead: ahead.length === 0 ? null : joined(),
    seconds: secondsOf(folds),
    aheadSeconds: secondsOf(ahead)
  }
}

/** The figures of a candidate on one log; `top` is k of the precision at top k. */
export const resultOf = (
  { name, configuration, memory }: CandidateSetting,
  answers: Answers,
  top: number | null
): RefitResult => {
  const { estimator, weighting } = configuration
  const ahead = answers.ahead === null ? null : refitFigures([answers.ahead], top)
  return {
    name,
    ...refitFigures(answers.folds, top),
    oneStepAhead: ahead?.mse ?? null,
    ahead,
    seconds: answers.seconds,
    aheadSeconds: answers.aheadSeconds,
    settings: {
      estimator: estimator.own?.file ?? estimator.name,
      memory, weight: weighting, target: estimator.target, input: estimator.input, members: estimator.members
    }
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const meanFigures = (figures: readonly RefitFigures[]): RefitFigures => {
  const average = (of: (one: RefitFigures) => number): number => mean(figures.map(of))
  const known = figures.flatMap(({ calibration }) => (calibration === null ? [] : [calibration]))
  return {
    samples: figures.reduce((sum, { samples }) => sum + samples, 0),
    mse: average(({ mse }) => mse),
    kendallTau: average((one) => one.kendallTau),
    spearman: average(({ spearman }) => spearman),
    topOverlap: average(({ topOverlap }) => topOverlap),
    calibration: known.length < figures.length ? null : {
      within1: mean(known.map(({ within1 }) => within1)),
      within2: mean(known.map(({ within2 }) => within2)),
      squaredError: mean(known.map(({ squaredError }) => squaredError))
    }
  }
}

/** A candidate's figures averaged over the logs; of a single log, its own. */
export const overLogs = (results: readonly RefitResult[]): RefitResult => {
  const ahead = results.flatMap((result) => (result.ahead === null ? [] : [result.ahead]))
  const hasAhead = ahead.length === results.length
  return {
    ...results[0]!,
    ...meanFigures(results),
    oneStepAhead: hasAhead ? mean(ahead.map(({ mse }) => mse)) : null,
    ahead: hasAhead ? meanFigures(ahead) : null,
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    aheadSeconds: results.reduce((sum, { aheadSeconds }) => sum + aheadSeconds, 0)
  }
}
