import * as Either from "fp-ts/lib/Either.js"
import type { Candidate } from "../history/candidate.ts"
import { predictionsOf } from "../history/predictions.ts"
import { lossesOf, type RefitSample, trainingSamples } from "../history/refitSamples.ts"
import { meanSquaredError } from "../numeric/meanSquaredError.ts"

/** Both sides of Theorem 1 for one fitted psi: what it bounds, |L_T(psi) - L(psi)|, and the two losses themselves. */
export interface GeneralisationGap {
  /** T */
  readonly samples: number
  /** L_T(psi): mean squared error on the T samples that psi was fitted to */
  readonly empirical: number
  /** L(psi): mean squared error on the whole space */
  readonly expected: number
  readonly gap: number
}

/**
 * The gap of psi fitted afresh to the first T of the uniformly drawn `samples`, for each T of `sizes`, where the whole
 * space is known. A fitted psi is where the gap is expected to be large: it was chosen for a low L_T. It ends early with
 * a clause that says what is wrong with an answer of the estimator; null where nothing is.
 */
export function* generalisationGaps(
  samples: readonly RefitSample[],
  whole: readonly RefitSample[],
  sizes: readonly number[],
  candidate: Candidate
): Generator<GeneralisationGap, string | null, undefined> {
  const { estimator, learning, warmUpPasses } = candidate
  const truth = lossesOf(whole)
  for (const size of sizes.filter((T) => T <= samples.length)) {
    const known = samples.slice(0, size)
    const { state } = estimator.fit(estimator.init(), trainingSamples(known, learning), warmUpPasses, null)
    const train = predictionsOf(candidate, state, known, known)
    const all = predictionsOf(candidate, state, known, whole)
    if (Either.isLeft(train)) return train.left
    if (Either.isLeft(all)) return all.left
    const empirical = meanSquaredError(train.right.losses, lossesOf(known))
    const expected = meanSquaredError(all.right.losses, truth)
    yield { samples: size, empirical, expected, gap: Math.abs(empirical - expected) }
  }
  return null
}
