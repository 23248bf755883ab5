import { meanInterval, type MeanInterval } from "../statistics/meanInterval.ts"
import type { AnalysisMeasure } from "./analysisMeasures.ts"
import { compare, type Comparison } from "./comparison.ts"
import { isCensored, type MeasureName, measureOf, type Moment } from "./measures.ts"
import type { RunState } from "./studyState.ts"
import type { StudyFile, StudyReference } from "./studyFile.ts"

export interface MeasuredValue {
  readonly seed: number
  readonly value: number
  /** the run ended without: its value lies beyond this one */
  readonly censored: boolean
}

/** Runs that may end before they reach what is counted: all are cut at the same number of networks. */
export interface Reached {
  /** the least number of networks that all runs of the table measured, or would have */
  readonly cap: number
  /** runs that needed no more than that */
  readonly reached: number
  /** seeds of those that ended without, or needed more */
  readonly without: readonly number[]
  /** the share of runs that needed at most so many */
  readonly within: readonly { readonly networks: number; readonly share: number }[]
}

/** A variant in one measure. */
export interface MeasureRow {
  readonly variant: string
  readonly label: string
  readonly values: readonly MeasuredValue[]
  /** of the values, censored ones counted as the cap: their mean is the restricted mean. Null where there is none */
  readonly figures: MeanInterval | null
  /** null for measures that every run has */
  readonly censoring: Reached | null
}

/** A figure that is not ours. */
export type Published = Omit<StudyReference, "measure">

/** One measure, on one data set, of all variants, or of the curves of an analysis. */
export interface MeasureTable {
  readonly measure: MeasureName | AnalysisMeasure
  /** null where the measure belongs to a whole run */
  readonly at: Moment | null
  readonly data: string | null
  readonly rows: readonly MeasureRow[]
  readonly comparisons: readonly Comparison[]
  readonly references: readonly Published[]
}

type Through = RunState & { readonly summary: NonNullable<RunState["summary"]> }

const isThrough = (state: RunState): state is Through => state.state === "done" && state.summary !== null

/** Queries of runs on a table, those without or beyond the cap as the cap. */
const cappedValues = (runs: readonly Through[], cap: number): readonly MeasuredValue[] =>
  runs.map(({ run: { seed }, summary: { bestReachedAt } }) => {
    const reached = bestReachedAt !== null && bestReachedAt <= cap
    return { seed, value: reached ? bestReachedAt : cap, censored: !reached }
  })

const reachedOf = (values: readonly MeasuredValue[], cap: number, within: readonly number[]): Reached => ({
  cap,
  reached: values.filter(({ censored }) => !censored).length,
  without: values.filter(({ censored }) => censored).map(({ seed }) => seed),
  within: within.filter((networks) => networks <= cap).map((networks) => ({
    networks, share: values.filter(({ value, censored }) => !censored && value <= networks).length / values.length
  }))
})

/** A measure as its runs have it; `runs` are those of one data set. */
export const measureTable = (
  file: StudyFile,
  runs: readonly RunState[],
  data: string | null,
  measure: MeasureName,
  at: Moment | null
): MeasureTable => {
  const through = runs.filter(isThrough)
  const known = isCensored(measure) ? through.filter(({ summary }) => summary.lowest !== null) : through
  const cap = known.reduce((least, { summary: { planned } }) => Math.min(least, planned), Infinity)
  const rows = file.variants.map(({ name, label }): MeasureRow => {
    const own = known.filter(({ run }) => run.cell.variant === name)
    const values = isCensored(measure)
      ? cappedValues(own, cap)
      : own.flatMap(({ run: { seed }, summary }) => {
        const value = measureOf(measure).of(summary, at ?? "end")
        return value === null ? [] : [{ seed, value, censored: false }]
      })
    return {
      variant: name,
      label: label ?? name,
      values,
      figures: meanInterval(values.map(({ value }) => value)),
      censoring: isCensored(measure) && values.length > 0 ? reachedOf(values, cap, file.within ?? []) : null
    }
  })
  const samples = rows.flatMap(({ variant, values }) =>
    values.length === 0 ? [] : [{ variant, values: values.map(({ value }) => value) }])
  return {
    measure, at, data, rows,
    comparisons: compare(samples, file.baseline ?? null),
    references: (file.reference ?? []).filter((one) =>
      one.measure === measure && (one.data ?? null) === data && (at === null || (one.at ?? "end") === at))
  }
}
