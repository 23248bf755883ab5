import * as Either from "fp-ts/lib/Either.js"
import { meanSquaredError } from "../numeric/meanSquaredError.ts"
import type { Candidate } from "./candidate.ts"
import { predictionsOf } from "./predictions.ts"
import { lossesOf, type RefitSample, trainingSamples } from "./refitSamples.ts"

/** How well an estimator knows what it was fed, and what it was not. */
export interface LearningCurvePoint {
  /** architectures fed so far */
  readonly fed: number
  /** mean squared error of the losses that it predicts for those in its memory */
  readonly trainError: number
  /** the same for the held-out ones */
  readonly testError: number
}

/**
 * Figures 3(a) and 3(b): architectures are fed to an estimator one by one, in the order in which they were measured;
 * after each one it goes on from its weights, as in the search, and is tested on architectures that it never sees. The
 * first fit makes the passes of a warm-up fit. Lazy: a caller may show progress and stop after any point. It ends early
 * with a clause that says what is wrong with an answer of the estimator; null where nothing is.
 */
export function* learningCurve(
  fed: readonly RefitSample[],
  test: readonly RefitSample[],
  candidate: Candidate
): Generator<LearningCurvePoint, string | null, undefined> {
  const { estimator, learning, warmUpPasses, passes, stopTau, memory } = candidate
  const truth = lossesOf(test)
  let state = estimator.init()
  for (let t = 1; t <= fed.length; t++) {
    const known = fed.slice(Math.max(0, t - (memory ?? t)), t)
    const samples = trainingSamples(known, learning)
    state = (t === 1 ? estimator.fit(state, samples, warmUpPasses, null) : estimator.fit(state, samples, passes, stopTau)).state
    const train = predictionsOf(candidate, state, known, known)
    const held = predictionsOf(candidate, state, known, test)
    if (Either.isLeft(train)) return train.left
    if (Either.isLeft(held)) return held.left
    yield {
      fed: t,
      trainError: meanSquaredError(train.right.losses, lossesOf(known)),
      testError: meanSquaredError(held.right.losses, truth)
    }
  }
  return null
}
