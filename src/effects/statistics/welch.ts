import { criticalT, twoSidedT } from "./distributions.ts"
import { around, confidence, type Interval } from "./interval.ts"
import { moments } from "./moments.ts"

/** Welch's t-test of samples a and b. All but the difference is null where there is no spread to judge it by. */
export interface WelchTest {
  /** mean of a - mean of b */
  readonly difference: number
  readonly t: number | null
  /** by Welch and Satterthwaite; seldom whole */
  readonly degreesOfFreedom: number | null
  /** two-sided */
  readonly p: number | null
  /** 95 % interval of the difference */
  readonly interval: Interval | null
}

/**
 * Whether two samples of finite values have different means, their variances being different too; null where one of
 * them is empty. A single value, or values that are equal within both samples, give a difference and no more.
 *
 * Source: Welch, "The generalization of 'Student's' problem when several different population variances are
 * involved", Biometrika 34 (1947).
 */
export const welch = (a: readonly number[], b: readonly number[]): WelchTest | null => {
  if (a.length === 0 || b.length === 0) return null
  const first = moments(a)
  const second = moments(b)
  const difference = first.mean - second.mean
  const none: WelchTest = { difference, t: null, degreesOfFreedom: null, p: null, interval: null }
  if (first.variance === null || second.variance === null) return none
  const square = first.variance / first.n + second.variance / second.n
  if (square === 0) return none
  const standardError = Math.sqrt(square)
  const share = first.variance / first.n / square
  const degreesOfFreedom = 1 / ((share * share) / (first.n - 1) + ((1 - share) * (1 - share)) / (second.n - 1))
  const t = difference / standardError
  return {
    difference,
    t,
    degreesOfFreedom,
    p: twoSidedT(t, degreesOfFreedom),
    interval: around(difference, criticalT(confidence, degreesOfFreedom) * standardError)
  }
}
