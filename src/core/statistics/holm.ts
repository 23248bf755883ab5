/**
 * p-values adjusted for being several: where all at most 0.05 are called significant, the probability that even one is
 * so by chance is at most 0.05. An order of equal p-values does not matter.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
 */
export const holm = (p: readonly number[]): readonly number[] => {
  const order = p.map((_, i) => i).toSorted((i, j) => p[i] - p[j])
  const adjusted = p.slice()
  let largest = 0
  order.forEach((i, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[i]))
    adjusted[i] = largest
  })
  return adjusted
}
