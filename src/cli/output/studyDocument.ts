import { headingOf } from "../../effects/study/analysisMeasures.ts"
import { curvesOf } from "../../effects/study/curves.ts"
import { measureNames, measureOf, type MeasureName } from "../../effects/study/measures.ts"
import type { MeasureTable, Reached } from "../../effects/study/measureTable.ts"
import type { RunState } from "../../effects/study/studyState.ts"
import { countOf, failures, momentsOf, type StudyReport } from "../../effects/study/studyReport.ts"

const censoringOf = ({ cap, reached, without, within }: Reached) => ({ cap, reached, without, within })

const figuresOf = (table: MeasureTable) => ({
  data: table.data,
  measure: table.measure,
  at: table.at,
  better: headingOf(table.measure).better,
  variants: table.rows.map(({ variant, label, values, figures, censoring }) => ({
    variant,
    label,
    n: figures?.n ?? 0,
    mean: figures?.mean ?? null,
    deviation: figures?.standardDeviation ?? null,
    interval: figures?.interval ?? null,
    median: figures?.median ?? null,
    min: figures?.min ?? null,
    max: figures?.max ?? null,
    ...(censoring === null ? {} : censoringOf(censoring)),
    values
  })),
  comparisons: table.comparisons,
  reference: table.references
})

/** Every measure of one run, whether the study shows it or not. */
const valuesOf = ({ summary }: RunState, report: StudyReport) =>
  summary === null ? {} : Object.fromEntries(measureNames.map((name: MeasureName) => {
    const { anywhere, of } = measureOf(name)
    const moments = momentsOf(report.file)
    return [name, anywhere ? Object.fromEntries(moments.map((at) => [String(at), of(summary, at)])) : of(summary, "end")]
  }))

/** The one document of `study --json`. */
export const studyDocument = (report: StudyReport): unknown => {
  const { file, folder, runs, tables } = report
  return {
    study: file.name,
    title: file.title ?? null,
    folder,
    total: runs.length,
    done: countOf(report, "done"),
    begun: countOf(report, "begun"),
    missing: countOf(report, "missing"),
    failed: countOf(report, "failed"),
    failures: failures(report),
    tables: tables.map(figuresOf),
    curves: curvesOf(report, "best-loss"),
    analyses: report.analysed.map(({ analysis, title, data, done, total, failures, tables, lines }) => ({
      analysis: analysis.name, type: analysis.type, title, data, done, total, failures, tables: tables.map(figuresOf), lines
    })),
    runs: runs.map((one) => ({
      variant: one.run.cell.variant,
      data: one.run.cell.data,
      seed: one.run.seed,
      log: one.run.folder,
      state: one.state,
      message: one.message,
      measured: one.summary?.measured ?? 0,
      best: one.summary?.improvements.at(-1) ?? null,
      values: valuesOf(one, report)
    }))
  }
}
