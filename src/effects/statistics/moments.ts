/** Mean and spread of a sample of at least one value. */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** divided by n - 1; null for a single value */
  readonly variance: number | null
}

/**
 * Computed on what lies above the smallest value, so that equal values have exactly their value as mean, and a
 * variance of exactly 0.
 */
export const moments = (values: readonly number[]): Moments => {
  const n = values.length
  const floor = values.reduce((least, value) => Math.min(least, value), Infinity)
  const mean = floor + values.reduce((sum, value) => sum + (value - floor), 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { n, mean, variance: n < 2 ? null : squares / (n - 1) }
}
