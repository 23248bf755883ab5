/** The values of `[n]` without the one at `left`. */
const without = (values: Float64Array, left: number): Float64Array => values.filter((_, i) => i !== left)

/**
 * `[n]` pseudo-values of a statistic of pairs (x, y): `n theta - (n - 1) theta without the pair i`. Their mean is the
 * statistic (less its bias), and their spread says how sure it is, so that a statistic such as Kendall's tau, which no
 * single pair has, can be compared sample by sample. With fewer than 3 pairs each has the statistic itself.
 *
 * Source: Tukey's jackknife; for statistics of pairs Arvesen, "Jackknifing U-statistics", Annals of Mathematical
 * Statistics 40 (1969).
 */
export const pseudoValues = (
  statistic: (x: Float64Array, y: Float64Array) => number,
  x: Float64Array,
  y: Float64Array
): Float64Array => {
  const n = x.length
  const theta = statistic(x, y)
  return x.map((_, i) => (n < 3 ? theta : n * theta - (n - 1) * statistic(without(x, i), without(y, i))))
}
