/**
 * The two-sided p of the sum of `n` of the ranks: the share of all choices of n ranks whose sum is at least as far from
 * the mean sum as `sum` is. Ranks are whole numbers (twice the midranks), so ties count as they are.
 *
 * Choices are counted by size and sum, one rank after the other; counts beyond 2^53 are rounded, sums of positive
 * numbers all, so that p is good to about 14 digits.
 *
 * Source: Streitberg and Röhmel, "Exact distributions for permutation and rank tests: an introduction to some recently
 * published algorithms", Statistical Software Newsletter 12 (1986), the shift algorithm.
 */
export const exactRankSum = (ranks: Uint32Array, n: number, sum: number): number => {
  const largest = ranks.toSorted().subarray(ranks.length - n).reduce((total, rank) => total + rank, 0)
  const width = largest + 1
  // counts[size * width + s]: choices of `size` ranks with sum s
  const counts = new Float64Array((n + 1) * width)
  counts[0] = 1
  let seen = 0
  let reach = 0
  for (const rank of ranks) {
    seen++
    reach = Math.min(largest, reach + rank)
    for (let size = Math.min(seen, n); size >= 1; size--) {
      const to = size * width
      const from = to - width
      for (let s = reach; s >= rank; s--) counts[to + s]! += counts[from + s - rank]!
    }
  }
  const mean = (ranks.reduce((total, rank) => total + rank, 0) * n) / ranks.length
  const distance = Math.abs(sum - mean)
  let all = 0
  let asFar = 0
  for (let s = 0; s < width; s++) {
    const count = counts[n * width + s]!
    all += count
    // Distances of whole sums from one mean: equal ones may differ by rounding.
    if (Math.abs(s - mean) >= distance - 1e-9) asFar += count
  }
  return asFar / all
}
