import { holm } from "../../core/statistics/holm.ts"
import type { Interval } from "../statistics/interval.ts"
import { rankSum } from "../statistics/rankSum.ts"
import { welch } from "../statistics/welch.ts"

/** Two variants in one measure. */
export interface Comparison {
  readonly a: string
  readonly b: string
  /** mean of a - mean of b, and its 95 % interval */
  readonly difference: number
  readonly interval: Interval | null
  /** two-sided p values, each also after Holm's correction over the comparisons of its table; null where there is no spread */
  readonly welch: number | null
  readonly welchHolm: number | null
  readonly rankSum: number | null
  readonly rankSumHolm: number | null
  /** how likely a run of a has the larger value, a tie counted as half */
  readonly superiority: number
  /** both corrected p values are below 0.05 */
  readonly beyondNoise: boolean
}

export interface Sample {
  readonly variant: string
  readonly values: readonly number[]
}

/** So many variants are compared each with each; of more, each with the baseline alone. */
const mostPaired = 4

const level = 0.05

const pairsOf = (samples: readonly Sample[], baseline: string | null): readonly (readonly [Sample, Sample])[] => {
  if (baseline === null && samples.length <= mostPaired) {
    return samples.flatMap((a, i) => samples.slice(i + 1).map((b) => [a, b] as const))
  }
  const base = baseline === null ? samples[0]! : samples.find(({ variant }) => variant === baseline)
  return base === undefined ? [] : samples.flatMap((a) => (a === base ? [] : [[a, base] as const]))
}

const below = (p: number | null): boolean => p !== null && p < level

/** Compares variants pair by pair, or each with the baseline. `samples` are of one measure, none empty. */
export const compare = (samples: readonly Sample[], baseline: string | null): readonly Comparison[] => {
  const tests = pairsOf(samples, baseline).map(([a, b]) => ({
    a: a.variant, b: b.variant, welch: welch(a.values, b.values)!, ranks: rankSum(a.values, b.values)!,
    single: a.values.length < 2 || b.values.length < 2
  }))
  const ranks = tests.map(({ ranks, single }) => (single ? null : ranks.p))
  const welchHolm = holm(tests.map(({ welch }) => welch.p))
  const rankSumHolm = holm(ranks)
  return tests.map(({ a, b, welch, ranks: { superiority } }, i) => ({
    a, b, difference: welch.difference, interval: welch.interval,
    welch: welch.p, welchHolm: welchHolm[i]!, rankSum: ranks[i]!, rankSumHolm: rankSumHolm[i]!,
    superiority, beyondNoise: below(welchHolm[i]!) && below(rankSumHolm[i]!)
  }))
}
