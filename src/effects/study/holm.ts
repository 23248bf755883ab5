/**
 * Holm's correction of p values of several tests, in their order; null where a test has none, which then does not count.
 * Among k tests the i-th smallest p is multiplied by k - i + 1, and none ends below a smaller one's.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
 */
export const holm = (values: readonly (number | null)[]): readonly (number | null)[] => {
  const known = values.flatMap((p, i) => (p === null ? [] : [{ p, i }])).toSorted((a, b) => a.p - b.p)
  const corrected: (number | null)[] = values.map(() => null)
  let least = 0
  for (const [rank, { p, i }] of known.entries()) {
    least = Math.max(least, Math.min(1, p * (known.length - rank)))
    corrected[i] = least
  }
  return corrected
}
