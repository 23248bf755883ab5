import * as Either from "fp-ts/lib/Either.js"
import type { EstimatorState } from "../estimator/estimator.ts"
import { scoreScale } from "../estimator/scoreScale.ts"
import type { Candidate } from "./candidate.ts"
import { lossesOf, queriesTo, type RefitSample } from "./refitSamples.ts"

/** What a candidate said of architectures that it was not fitted to, `[n]` each. */
export interface Predictions {
  /** as it predicted: losses, or scores of ranks; lower is better */
  readonly scores: Float64Array
  /** the losses that these stand for */
  readonly losses: Float64Array
  /** (prediction - truth) / its own deviation, on the scale that it predicts on; null where it has no deviation */
  readonly standardised: Float64Array | null
}

/** A clause that says what is wrong with the answer of an estimator, each at least `least`; null where nothing is. */
const complaint = (
  what: string,
  values: Float64Array,
  asked: readonly RefitSample[],
  least: number
): string | null => {
  if (values.length !== asked.length) return `gave ${values.length} ${what}s for ${asked.length} architectures`
  const at = values.findIndex((value) => !Number.isFinite(value) || value < least)
  return at < 0 ? null : `gave the ${what} ${values[at]} for the architecture of step ${asked[at].step}`
}

/** 0 where a prediction without doubt is right, infinite where it is wrong. */
const standardise = (error: number, deviation: number): number => (error === 0 ? 0 : error / deviation)

/**
 * What a candidate in this state, fitted to `known`, predicts of others: or a clause that says what is wrong with it.
 * Scores of ranks become losses through the losses of `known` (`scoreScale`).
 */
export const predictionsOf = (
  { estimator, learning }: Candidate,
  state: EstimatorState,
  known: readonly RefitSample[],
  asked: readonly RefitSample[]
): Either.Either<string, Predictions> => {
  const queries = queriesTo(asked, learning.estimator.input)
  const scores = estimator.predict(state, queries)
  const wrong = complaint("prediction", scores, asked, -Infinity)
  if (wrong !== null) return Either.left(wrong)
  const deviations = estimator.deviation?.(state, queries) ?? null
  const doubtful = deviations === null ? null : complaint("deviation", deviations, asked, 0)
  if (doubtful !== null) return Either.left(doubtful)

  const scale = learning.estimator.target === "rank" ? scoreScale(lossesOf(known)) : null
  const truths = scale === null ? lossesOf(asked) : lossesOf(asked).map(scale.scoreOf)
  return Either.right({
    scores,
    losses: scale === null ? scores : scores.map(scale.lossOf),
    standardised: deviations?.map((deviation, i) => standardise(scores[i] - truths[i], deviation)) ?? null
  })
}

const concatenated = (arrays: readonly Float64Array[]): Float64Array => {
  const whole = new Float64Array(arrays.reduce((length, array) => length + array.length, 0))
  let at = 0
  for (const array of arrays) {
    whole.set(array, at)
    at += array.length
  }
  return whole
}

/** Several as one, in their order. */
export const joinedPredictions = (parts: readonly Predictions[]): Predictions => ({
  scores: concatenated(parts.map(({ scores }) => scores)),
  losses: concatenated(parts.map(({ losses }) => losses)),
  standardised: parts.some(({ standardised }) => standardised === null)
    ? null
    : concatenated(parts.map(({ standardised }) => standardised!))
})
