/**
 * p-values adjusted for being several, in their order: where all at most 0.05 are called significant, the probability
 * that even one is so by chance is at most 0.05. Among k the i-th smallest p is multiplied by k - i + 1, and none ends
 * below a smaller one's. null where a comparison has no p, which then does not count.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
 */
export const holm = (values: readonly (number | null)[]): readonly (number | null)[] => {
  const known = values.flatMap((p, i) => (p === null ? [] : [{ p, i }])).toSorted((a, b) => a.p - b.p)
  const adjusted: (number | null)[] = values.map(() => null)
  let largest = 0
  known.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, (known.length - rank) * p))
    adjusted[i] = largest
  })
  return adjusted
}
