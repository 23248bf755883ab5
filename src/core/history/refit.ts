import * as Either from "fp-ts/lib/Either.js"
import type { Estimator, EstimatorState } from "../estimator/estimator.ts"
import { kendallTau } from "../numeric/kendallTau.ts"
import { meanSquaredError } from "../numeric/meanSquaredError.ts"
import { spearman } from "../numeric/spearman.ts"
import { topOverlap } from "../numeric/topOverlap.ts"
import { permutation } from "../random/permutation.ts"
import type { History } from "./history.ts"
import { inputsOf, type RefitInputs, type RefitSample, refitSamples, trainingSamples, type Weighing } from "./refitSamples.ts"

/**
 * Re-estimation: estimators are fitted again to what a log measured, and judged on what they did not see. It reads
 * the log alone and never trains a network. Every part is a pure function of one fold, so that a caller can show
 * progress, take the time, and stop between two folds.
 */

/** An estimator to be judged, and how it is fitted. */
export interface Candidate {
  readonly name: string
  readonly estimator: Estimator<EstimatorState>
  /** passes of a fit from the start */
  readonly warmUpPasses: number
  /** most passes of a fit that goes on from the one before, and the tau that ends it (`oneStepAhead`) */
  readonly passes: number
  readonly stopTau: number | null
  readonly inputs: RefitInputs
}

export interface RefitOptions extends Weighing {
  /** only the last so many measured architectures; null: all */
  readonly memory: number | null
  /** parts of the cross-validation, from 2 on */
  readonly folds: number
  /** addresses the permutation that draws the folds */
  readonly seed: number
}

export interface RefitPlan {
  readonly options: RefitOptions
  /** all measured architectures; cross-validation takes those within the memory window */
  readonly all: readonly RefitSample[]
  readonly samples: readonly RefitSample[]
  /** for each fold the indices into `samples` that it holds out, ascending */
  readonly folds: readonly (readonly number[])[]
}

/** How well an estimator predicted samples that it was not fitted to. */
export interface RefitReport {
  readonly name: string
  readonly samples: number
  /** over all samples together */
  readonly mse: number
  /**
   * Within each fold, then averaged by the folds' sizes: predictions of two folds come from two fits, and comparing
   * them would make the mean look worse than chance (a fold of low losses raises the mean of the others).
   */
  readonly kendallTau: number
  readonly spearman: number
  /** share of the best tenth of a fold (at least 1, at most 10) that is predicted to be in it; about 0.1 is chance */
  readonly topOverlap: number
}

/** Folds of equal size, or one apart, of at least two samples each. */
const drawFolds = (count: number, folds: number, seed: number): readonly (readonly number[])[] => {
  const parts = Math.max(2, Math.min(folds, Math.floor(count / 2)))
  const order = permutation({ seed, stream: "folds", a: 0, b: 0 }, count)
  return Array.from({ length: parts }, (_, part) =>
    Array.from(order.filter((_, place) => place % parts === part).toSorted()))
}

/** What is to be computed, or one clause that says why it cannot be. */
export const refitPlan = (history: Pick<History, "steps">, options: RefitOptions): Either.Either<string, RefitPlan> => {
  const all = refitSamples(history)
  const samples = options.memory === null ? all : all.slice(Math.max(0, all.length - options.memory))
  return samples.length < 4
    ? Either.left(`a refit needs at least 4 measured architectures, and there are ${samples.length}`)
    : Either.right({ options, all, samples, folds: drawFolds(samples.length, options.folds, options.seed) })
}

/** Predictions for the samples of one fold, by the candidate fitted afresh to all others. */
export const foldPredictions = (plan: RefitPlan, candidate: Candidate, fold: number): Float64Array => {
  const { estimator, inputs, warmUpPasses } = candidate
  const heldOut = new Set(plan.folds[fold])
  const training = trainingSamples(plan.samples.filter((_, i) => !heldOut.has(i)), inputs, plan.options)
  const { state } = estimator.fit(estimator.init(), training, warmUpPasses, null)
  const test = plan.samples.filter((_, i) => heldOut.has(i))
  return estimator.predict(state, inputsOf(test, inputs), test.length)
}

const bestTenth = (count: number): number => Math.max(1, Math.min(10, Math.floor(count / 10 + 0.5)))

/** The report on a candidate from its predictions of all folds, in their order. */
export const refitReport = (plan: RefitPlan, candidate: Candidate, predictions: readonly Float64Array[]): RefitReport => {
  const losses = plan.folds.map((fold) => Float64Array.from(fold, (i) => plan.samples[i].loss))
  const average = (measure: (predictions: Float64Array, losses: Float64Array) => number): number =>
    losses.reduce((sum, fold, i) => sum + fold.length * measure(predictions[i], fold), 0) / plan.samples.length
  return {
    name: candidate.name,
    samples: plan.samples.length,
    mse: average(meanSquaredError),
    kendallTau: average(kendallTau),
    spearman: average(spearman),
    topOverlap: average((predicted, actual) => topOverlap(predicted, actual, bestTenth(actual.length)))
  }
}

/** Everything at once, for those who need no progress: one report a candidate. */
export const refit = (
  history: Pick<History, "steps">,
  candidates: readonly Candidate[],
  options: RefitOptions
): Either.Either<string, readonly RefitReport[]> =>
  Either.map((plan: RefitPlan) =>
    candidates.map((candidate) =>
      refitReport(plan, candidate, plan.folds.map((_, fold) => foldPredictions(plan, candidate, fold)))))(refitPlan(history, options))
