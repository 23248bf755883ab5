import * as Either from "fp-ts/lib/Either.js"
import type { Candidate } from "./candidate.ts"
import { type Predictions, predictionsOf } from "./predictions.ts"
import type { RefitPlan } from "./refitPlan.ts"
import { trainingSamples } from "./refitSamples.ts"

/**
 * Re-estimation: estimators are fitted again to what a log measured, and judged on what they did not see. It reads
 * the log alone and never trains a network. Every part is a pure function of one fold, so that a caller can show
 * progress, take the time, spread the folds over threads, and stop between two of them.
 */

/**
 * Predictions for the samples of one fold, by the candidate fitted afresh to all others within its memory; or a clause
 * that says what is wrong with them.
 */
export const foldPredictions = (
  plan: RefitPlan,
  candidate: Candidate,
  fold: number
): Either.Either<string, Predictions> => {
  const { estimator, learning, memory, warmUpPasses } = candidate
  const heldOut = new Set(plan.folds[fold])
  const begin = plan.all.length - (memory ?? Infinity)
  const known = plan.all.filter((_, i) => i >= begin && !heldOut.has(i))
  const { state } = estimator.fit(estimator.init(), trainingSamples(known, learning), warmUpPasses, null)
  return predictionsOf(candidate, state, known, plan.folds[fold].map((i) => plan.all[i]))
}
