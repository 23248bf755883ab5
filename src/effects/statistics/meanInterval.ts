import { criticalT } from "./distributions.ts"
import { around, confidence, type Interval } from "./interval.ts"
import { moments } from "./moments.ts"

/** A sample in a few numbers. */
export interface MeanInterval {
  readonly n: number
  readonly mean: number
  /** divided by n - 1 under the root; null for a single value */
  readonly standardDeviation: number | null
  /** of the mean; null for a single value */
  readonly standardError: number | null
  /** 95 % interval of the mean, by Student's t; null for a single value */
  readonly interval: Interval | null
  readonly median: number
  readonly min: number
  readonly max: number
}

/** What a sample of finite values says of their mean; null where there is no value. */
export const meanInterval = (values: readonly number[]): MeanInterval | null => {
  if (values.length === 0) return null
  const { n, mean, variance } = moments(values)
  const sorted = values.toSorted((a, b) => a - b)
  const standardError = variance === null ? null : Math.sqrt(variance / n)
  return {
    n,
    mean,
    standardDeviation: variance === null ? null : Math.sqrt(variance),
    standardError,
    interval: standardError === null ? null : around(mean, criticalT(confidence, n - 1) * standardError),
    median: (sorted[Math.floor((n - 1) / 2)]! + sorted[Math.floor(n / 2)]!) / 2,
    min: sorted[0]!,
    max: sorted[n - 1]!
  }
}
