/** What a benchmark found: printed as a table, or as this JSON with `--json`. */
export interface BenchDocument {
  readonly name: string
  readonly rows: readonly BenchRow[]
  readonly ratios: readonly BenchRatio[]
  /** peers that are not installed here */
  readonly missing: readonly string[]
  /** where the time goes, where that was asked for */
  readonly profiles?: readonly BenchProfile[]
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
