import { deviationBound } from "../../core/theory/bounds.ts"
import { meanInterval } from "../statistics/meanInterval.ts"
import type { AnalysisState } from "./analyseRuns.ts"
import { type Analysis, type Generalisation, type LearningCurves, pointsOf } from "./analysisFile.ts"
import type { AnalysisMeasure } from "./analysisMeasures.ts"
import type { CurveResult } from "./analysisResult.ts"
import { compare } from "./comparison.ts"
import type { CurvePoint } from "./curves.ts"
import type { MeasureRow, MeasureTable, Published } from "./measureTable.ts"
import type { StudyFile } from "./studyFile.ts"

/** A line of the picture of an analysis. */
export interface AnalysisLine {
  readonly label: string
  /** what it shows; `bound` is no measure, but the right side of Theorem 1 */
  readonly measure: AnalysisMeasure | "bound"
  /** with the 95 % interval of the mean, or, for gaps, the smallest and the largest one */
  readonly points: readonly CurvePoint[]
}

/** What an analysis found, over the seeds whose runs are through. */
export interface AnalysisReport {
  readonly analysis: Analysis
  readonly title: string
  readonly data: string | null
  /** seeds with a result, and of how many */
  readonly done: number
  readonly total: number
  /** what went wrong, each sentence once */
  readonly failures: readonly string[]
  readonly tables: readonly MeasureTable[]
  readonly lines: readonly AnalysisLine[]
}

type Curve = Analysis["curves"][number]
type LearningResult = Extract<CurveResult, { readonly type: "learning-curve" }>
type GapResult = Extract<CurveResult, { readonly type: "generalisation" }>

/** A curve of the study's file, and what it is for each seed. */
interface Found<C extends Curve, Result extends CurveResult> {
  readonly curve: C
  readonly label: string
  readonly results: readonly { readonly seed: number; readonly result: Result }[]
}

const labelOf = ({ variant, label }: Curve): string => label ?? variant

const foundOf = <C extends Curve, Type extends CurveResult["type"]>(
  curves: readonly C[],
  states: readonly AnalysisState[],
  type: Type
): readonly Found<C, Extract<CurveResult, { readonly type: Type }>>[] => {
  type Result = Extract<CurveResult, { readonly type: Type }>
  const isOfType = (result: CurveResult | undefined): result is Result => result?.type === type
  return curves.map((curve, i) => ({
    curve,
    label: labelOf(curve),
    results: states.flatMap(({ seed, result }) => {
      const own = result?.curves[i]
      return isOfType(own) ? [{ seed, result: own }] : []
    })
  }))
}

const rowOf = <C extends Curve, Result extends CurveResult>(
  { label, results }: Found<C, Result>,
  valueOf: (result: Result) => number | undefined
): MeasureRow => {
  const values = results.flatMap(({ seed, result }) => {
    const value = valueOf(result)
    return value === undefined ? [] : [{ seed, value, censored: false }]
  })
  return { variant: label, label, values, figures: meanInterval(values.map(({ value }) => value)), censoring: null }
}

const tableOf = (
  measure: AnalysisMeasure,
  at: number,
  data: string | null,
  rows: readonly MeasureRow[],
  { compared, references = [] }: { readonly compared: boolean; readonly references?: readonly Published[] }
): MeasureTable => {
  const samples = rows.flatMap(({ variant, values }) =>
    values.length === 0 ? [] : [{ variant, values: values.map(({ value }) => value) }])
  return { measure, at, data, rows, comparisons: compared ? compare(samples, null) : [], references }
}

const learningTables = (
  analysis: LearningCurves,
  data: string | null,
  states: readonly AnalysisState[]
): readonly MeasureTable[] => {
  const found = foundOf(analysis.curves, states, "learning-curve")
  const of = (
    measure: AnalysisMeasure,
    compared: boolean,
    value: (result: LearningResult, at: number) => number | undefined
  ) => pointsOf(analysis).map((at) => {
    const rows = found.map((one) => rowOf(one, (result) => value(result, at)))
    return tableOf(measure, at, data, rows, { compared })
  })
  return [
    ...of("train-mse", false, ({ train }, at) => train[at - 1]),
    ...of("test-mse", true, ({ test }, at) => test[at - 1]),
    ...of("test-share", true, ({ test, variance }, at) => {
      const error = test[at - 1]
      return error === undefined || variance === 0 ? undefined : error / variance
    })
  ]
}

/** Means over the seeds that came so far, at each of the fed. */
const learningLines = ({ curves, fed }: LearningCurves, states: readonly AnalysisState[]): readonly AnalysisLine[] =>
  foundOf(curves, states, "learning-curve").flatMap(({ label, results }) =>
    (["train", "test"] as const).map((part) => ({
      label,
      measure: `${part}-mse` as const,
      points: Array.from({ length: fed }, (_, i) => i).flatMap((i): readonly CurvePoint[] => {
        const figures = meanInterval(results.flatMap(({ result }) => result[part][i] ?? []))
        if (figures === null) return []
        const { mean, interval } = figures
        return [{ measured: i + 1, mean, low: interval?.low ?? null, high: interval?.high ?? null }]
      })
    })))

/** A number of a result, by the index of a T. */
type OfSize = (result: GapResult, i: number) => number

const atSize = (size: number, result: GapResult, of: OfSize): number | undefined => {
  const i = result.sizes.indexOf(size)
  return i < 0 ? undefined : of(result, i)
}

const gapOf = ({ empirical, expected }: GapResult, i: number): number => Math.abs(empirical[i]! - expected[i]!)

const gapTables = (
  analysis: Generalisation,
  data: string | null,
  states: readonly AnalysisState[]
): readonly MeasureTable[] => {
  const { sizes, delta, curves } = analysis
  const found = foundOf(curves, states, "generalisation")
  const boundsAt = (size: number): readonly Published[] => curves.map((curve) => ({
    label: "bound", variant: labelOf(curve), value: deviationBound(curve.dimension, delta, size), at: size,
    source: `Theorem 1, d = ${curve.dimension}, delta = ${delta}`
  }))
  const of = (measure: AnalysisMeasure, value: OfSize) => sizes.map((size) => {
    const rows = found.map((one) => rowOf(one, (result) => atSize(size, result, value)))
    return tableOf(measure, size, data, rows, { compared: false, references: measure === "gap" ? boundsAt(size) : [] })
  })
  return [
    ...of("empirical-loss", ({ empirical }, i) => empirical[i]!),
    ...of("expected-loss", ({ expected }, i) => expected[i]!),
    ...of("gap", gapOf),
    ...sizes.map((size) => {
      const rows = found.map((one) => {
        const bound = deviationBound(one.curve.dimension, delta, size)
        return rowOf(one, (result) => atSize(size, result, (same, i) => (gapOf(same, i) < bound ? 1 : 0)))
      })
      return tableOf("within-bound", size, data, rows, { compared: false })
    })
  ]
}

const gapLines = ({ curves, sizes, delta }: Generalisation, states: readonly AnalysisState[]): readonly AnalysisLine[] =>
  foundOf(curves, states, "generalisation").flatMap(({ label, curve, results }): readonly AnalysisLine[] => [
    {
      label,
      measure: "gap",
      points: sizes.flatMap((size): readonly CurvePoint[] => {
        const figures = meanInterval(results.flatMap(({ result }) => atSize(size, result, gapOf) ?? []))
        return figures === null ? [] : [{ measured: size, mean: figures.mean, low: figures.min, high: figures.max }]
      })
    },
    {
      label,
      measure: "bound",
      points: results.length === 0
        ? []
        : sizes.map((size) => ({ measured: size, mean: deviationBound(curve.dimension, delta, size), low: null, high: null }))
    }
  ])

/** What an analysis of the study's file found on a data set. */
export const analysisReport = (
  file: StudyFile,
  analysis: Analysis,
  data: string | null,
  all: readonly AnalysisState[]
): AnalysisReport => {
  const states = all.filter((one) => one.analysis.name === analysis.name && one.data === data)
  const isLearning = analysis.type === "learning-curve"
  return {
    analysis,
    title: analysis.title ?? `${file.title ?? file.name}: ${analysis.name}`,
    data,
    done: states.filter(({ result }) => result !== null).length,
    total: states.length,
    failures: [...new Set(states.flatMap(({ message }) => message ?? []))],
    tables: isLearning ? learningTables(analysis, data, states) : gapTables(analysis, data, states),
    lines: isLearning ? learningLines(analysis, states) : gapLines(analysis, states)
  }
}
