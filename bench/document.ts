/** What a benchmark found: printed as a table, or as this JSON with `--json`. */
export interface BenchDocument {
  readonly name: string
  readonly rows: readonly BenchRow[]
  readonly ratios: readonly BenchRatio[]
  /** peers that are not installed here */
  readonly missing: readonly string[]
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
