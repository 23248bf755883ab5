import { twoSidedNormal } from "./distributions.ts"
import { exactRankSum } from "./exactRankSum.ts"

/** The rank sum test of Wilcoxon, Mann and Whitney of samples a and b. */
export interface RankSumTest {
  /** Mann and Whitney's U of a: the pairs in which a's value is the larger, ties counted as half (R's W, SciPy's U1) */
  readonly u: number
  /** u as a share of all pairs: how likely a value of a exceeds one of b, a tie counted as half */
  readonly superiority: number
  /** two-sided; null where all values are equal */
  readonly p: number | null
  /** how p was computed: every split of the ranks counted, or the normal approximation */
  readonly method: "exact" | "normal"
}

/** From this many values in one sample on, the normal approximation is as good (R's limit). */
const large = 50

/** Twice the rank of each value among all, ties sharing the mean of their ranks; and the sum of t^3 - t over ties. */
const doubledRanks = (values: readonly number[]): { readonly ranks: Uint32Array; readonly ties: number } => {
  const order = values.map((_, i) => i).toSorted((i, j) => values[i]! - values[j]!)
  const ranks = new Uint32Array(values.length)
  let ties = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let i = from; i < to; i++) ranks[order[i]!] = from + to + 1
    const tied = to - from
    ties += tied * tied * tied - tied
  }
  return { ranks, ties }
}

/** With the tie correction of the variance, and the continuity correction of 1/2 towards the mean. */
const normalP = (u: number, n: number, m: number, ties: number): number => {
  const all = n + m
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))))
  return Math.min(1, twoSidedNormal(Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / deviation))
}

/**
 * Whether the values of one sample tend to exceed those of the other; null where one of them is empty. Below 50 values
 * in each, p is exact, with ties too: the share of all splits of the (mid)ranks into n and m whose sum is at least as
 * far from its mean. Otherwise it is the normal approximation with corrections for ties and for continuity.
 *
 * Source: Mann and Whitney, "On a test of whether one of two random variables is stochastically larger than the
 * other", Annals of Mathematical Statistics 18 (1947).
 */
export const rankSum = (a: readonly number[], b: readonly number[]): RankSumTest | null => {
  const n = a.length
  const m = b.length
  if (n === 0 || m === 0) return null
  const { ranks, ties } = doubledRanks([...a, ...b])
  const sum = ranks.subarray(0, n).reduce((total, rank) => total + rank, 0)
  const u = sum / 2 - (n * (n + 1)) / 2
  const method = n < large && m < large ? "exact" : "normal"
  const equal = ranks.every((rank) => rank === ranks[0])
  const p = method === "exact" ? exactRankSum(ranks, n, sum) : normalP(u, n, m, ties)
  return { u, superiority: u / (n * m), p: equal ? null : p, method }
}
