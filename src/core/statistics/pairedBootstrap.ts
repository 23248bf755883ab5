import { multiplyHigh } from "../random/philox.ts"
import { words } from "../random/stream.ts"

/** What the paired bootstrap says of the mean of a - b. */
export interface PairedBootstrap {
  /** number of pairs */
  readonly n: number
  /** mean of a - b */
  readonly difference: number
  /** 95 % percentile interval of the mean difference; null for a single pair */
  readonly interval: { readonly low: number; readonly high: number } | null
  /** two-sided; null where resampling changes nothing: a single pair, or one and the same difference in every pair */
  readonly p: number | null
  readonly resamples: number
}

export interface BootstrapOptions {
  /** 0 to 2^53 - 1 */
  readonly seed: number
  /** which comparison of a table this is, so that each has draws of its own: 0 to 2^32 - 1, 0 by default */
  readonly comparison?: number
  /** from 1 on, 10,000 by default */
  readonly resamples?: number
}

/** On what lies above the smallest, so that the mean of equal values is exactly their value. */
const mean = (values: Float64Array, least: number): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! - least
  return least + sum / values.length
}

/** The means of `resamples` resamples, sorted. Draw i of resample r is word i of the address (seed, comparison, r). */
const resampledMeans = (
  values: Float64Array, least: number, { seed, comparison, resamples }: Required<BootstrapOptions>
): Float64Array => {
  const n = values.length
  const means = new Float64Array(resamples)
  for (let r = 0; r < resamples; r++) {
    const drawn = words({ seed, stream: "bootstrap", a: comparison, b: r }, n)
    let sum = 0
    // floor(word n / 2^32) makes some pairs likelier by at most n / 2^32, far below what resampling can show.
    for (let i = 0; i < n; i++) sum += values[multiplyHigh(drawn[i]!, n)]! - least
    means[r] = least + sum / n
  }
  return means.toSorted()
}

/** Between two order statistics, linearly: the default of R and NumPy. */
const quantile = (sorted: Float64Array, share: number): number => {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (place - below) * (high - low)
}

/**
 * Whether the mean of a - b differs from 0, a and b `[n]` being measured on the same logs or folds: pairs are drawn
 * with replacement, and the means of the draws show how far the mean would move by chance. null where there is no
 * pair; where the lengths differ, the longer argument's end is not read. Values are finite.
 *
 * p = 2 min(#{mean <= 0} + 1, #{mean >= 0} + 1) / (resamples + 1), at most 1: the smallest level at which the
 * percentile interval leaves out 0.
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 13 and 15; the + 1 is Davison and
 * Hinkley's, "Bootstrap methods and their application" (1997), section 4.2.
 */
export const pairedBootstrap = (
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { seed, comparison = 0, resamples = 10_000 }: BootstrapOptions
): PairedBootstrap | null => {
  const n = Math.min(a.length, b.length)
  if (n === 0) return null
  const differences = new Float64Array(n)
  for (let i = 0; i < n; i++) differences[i] = a[i]! - b[i]!
  const least = differences.reduce((smallest, value) => Math.min(smallest, value), Infinity)
  const difference = mean(differences, least)
  if (n === 1) return { n, difference, interval: null, p: null, resamples }
  if (differences.every((value) => value === least)) {
    return { n, difference, interval: { low: difference, high: difference }, p: null, resamples }
  }
  const means = resampledMeans(differences, least, { seed, comparison, resamples })
  let below = 1
  let above = 1
  for (const one of means) {
    if (one <= 0) below++
    if (one >= 0) above++
  }
  return {
    n,
    difference,
    interval: { low: quantile(means, 0.025), high: quantile(means, 0.975) },
    p: Math.min(1, (2 * Math.min(below, above)) / (resamples + 1)),
    resamples
  }
}
