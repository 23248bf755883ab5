import type { Candidate, RefitPlan } from "./refit.ts"
import { inputOf, trainingSamples } from "./refitSamples.ts"

/** The first sample that is predicted: the one after the warm-up population, or the third where that is smaller. */
const firstAhead = (plan: RefitPlan): number =>
  Math.max(2, plan.all.filter(({ phase }) => phase === "warm-up").length)

/** How many errors `oneStepAhead` gives. */
export const stepsAhead = (plan: RefitPlan): number => Math.max(0, plan.all.length - firstAhead(plan))

/**
 * Squared errors of predicting each measured architecture from those before it (the last `memory` of them), one after
 * another: the estimator is fitted to the warm-up population, then after every step goes on from its weights, as in
 * the search. Dear for an estimator that learns in many passes; a caller may stop after any error.
 */
export function* oneStepAhead(plan: RefitPlan, candidate: Candidate): Generator<number, void, undefined> {
  const { all, options } = plan
  const { estimator, inputs, warmUpPasses, passes, stopTau } = candidate
  const first = firstAhead(plan)
  let state = estimator.init()
  for (let t = first; t < all.length; t++) {
    const before = all.slice(options.memory === null ? 0 : Math.max(0, t - options.memory), t)
    const samples = trainingSamples(before, inputs, options)
    state = (t === first
      ? estimator.fit(state, samples, warmUpPasses, null)
      : estimator.fit(state, samples, passes, stopTau)).state
    const error = estimator.predict(state, inputOf(all[t], inputs), 1)[0] - all[t].loss
    yield error * error
  }
}
