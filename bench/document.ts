/** What a benchmark found: printed as a table, or as this JSON with `--json`. */
export interface BenchDocument {
  readonly name: string
  readonly rows: readonly BenchRow[]
  readonly ratios: readonly BenchRatio[]
  /** peers that are not installed here */
  readonly missing: readonly string[]
  /** where the time goes, where that was asked for */
  readonly profiles?: readonly BenchProfile[]
  /** how soon samplers find the best network, where that was asked for */
  readonly queries?: BenchQueries
}

/** A mean of several runs and its 95 % interval (Student's t); null for a single run. */
export interface BenchMean {
  readonly mean: number
  readonly interval: { readonly low: number; readonly high: number } | null
}

/** How many networks searches measured until the best one of a table. */
export interface BenchQueries {
  readonly measure: string
  /** distinct networks after which a run is cut */
  readonly cap: number
  readonly rows: readonly BenchQueriesRow[]
}

/** The searches of one sampler on one data set. */
export interface BenchQueriesRow {
  readonly system: string
  readonly data: string
  readonly seeds: readonly number[]
  /** by seed; null: cut */
  readonly queries: readonly (number | null)[]
  /** over all runs, those that were cut counted as `cap`; a lower bound where there are any */
  readonly mean: number
  readonly standardError: number | null
  readonly median: number
  readonly max: number
  /** share of the runs that found it within 500 */
  readonly within500: number
  /** seeds of the runs that were cut */
  readonly cut: readonly number[]
  /** accuracies of the best network by what was measured, over the runs that came so far */
  readonly best: readonly {
    readonly measured: number
    readonly runs: number
    readonly validation: BenchMean
    readonly test: BenchMean
  }[]
  /** median processor time of a run */
  readonly seconds: number
}

/** How the time of one case splits up, the largest share first. */
export interface BenchProfile {
  readonly case: string
  /** multiply-accumulates that the processor does at most, in thousands of millions a second */
  readonly peakGigaMacs: number
  readonly rows: readonly {
    readonly kind: string
    readonly records: number
    readonly milliseconds: number
    readonly share: number
    /** multiply-accumulates, in thousands of millions a second, and their share of the peak; null where there are none */
    readonly gigaMacs: number | null
    readonly ofPeak: number | null
  }[]
}

export interface BenchRow {
  readonly case: string
  readonly system: string
  readonly median: number
  readonly unit: string
  /** how many times it was measured */
  readonly runs: number
}

/** `ratio` is ours / peer: below 1 is better for us. */
export interface BenchRatio {
  readonly case: string
  readonly ours: string
  readonly peer: string
  readonly ratio: number
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
