import * as Either from "fp-ts/lib/Either.js"
import type { Candidate } from "./candidate.ts"
import { type Predictions, predictionsOf } from "./predictions.ts"
import type { RefitPlan } from "./refitPlan.ts"
import { type RefitSample, trainingSamples } from "./refitSamples.ts"

/** The first sample that is predicted: the one after the warm-up population, or the third where that is smaller. */
const firstAhead = ({ all }: RefitPlan): number => Math.max(2, all.filter(({ phase }) => phase === "warm-up").length)

/** The architectures that `oneStepAhead` predicts. */
export const aheadSamples = (plan: RefitPlan): readonly RefitSample[] => plan.all.slice(firstAhead(plan))

export interface AheadOptions {
  /** a fit before each such number of steps; those between are predicted by the fit before them. 1: every step */
  readonly every: number
  /** only the steps from..to of `aheadSamples` (for estimators that start afresh with each fit); all by default */
  readonly from?: number
  readonly to?: number
}

/**
 * Predicts each measured architecture from those before it (the last `memory` of them), one after another: the
 * estimator is fitted to the warm-up population, then goes on from its weights, as in the search. Gives the
 * predictions of `every` steps at a time, or a clause that says what is wrong with them and no more. Dear for an
 * estimator that learns in many passes; a caller may stop after any of them.
 */
export function* oneStepAhead(
  plan: RefitPlan,
  candidate: Candidate,
  { every, from = 0, to = Infinity }: AheadOptions
): Generator<Either.Either<string, Predictions>, void, undefined> {
  const { all } = plan
  const { estimator, learning, memory, warmUpPasses, passes, stopTau } = candidate
  const first = firstAhead(plan)
  const end = Math.min(all.length, first + to)
  let state = estimator.init()
  for (let t = first + from; t < end; t += every) {
    const before = all.slice(Math.max(0, t - (memory ?? Infinity)), t)
    const samples = trainingSamples(before, learning)
    state = (t === first
      ? estimator.fit(state, samples, warmUpPasses, null)
      : estimator.fit(state, samples, passes, stopTau)).state
    const predictions = predictionsOf(candidate, state, before, all.slice(t, Math.min(end, t + every)))
    yield predictions
    if (Either.isLeft(predictions)) return
  }
}
