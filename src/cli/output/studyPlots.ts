import * as Effect from "effect/Effect"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { LogWriteFailed } from "../../effects/log/logErrors.ts"
import { writing } from "../../effects/log/writing.ts"
import { distribution } from "../../effects/plot/distribution.ts"
import { intervals } from "../../effects/plot/intervals.ts"
import { lines } from "../../effects/plot/lines.ts"
import type { PlotError } from "../../effects/plot/PlotError.ts"
import { headingOf } from "../../effects/study/analysisMeasures.ts"
import type { AnalysisLine, AnalysisReport } from "../../effects/study/analysisReport.ts"
import { type Curves, curvesOf } from "../../effects/study/curves.ts"
import { isCensored, measureOf } from "../../effects/study/measures.ts"
import type { MeasureTable } from "../../effects/study/measureTable.ts"
import type { StudyReport } from "../../effects/study/studyReport.ts"
import { scaleOf, tableSlug, tableTitle } from "./studyNumbers.ts"

/** A picture and the name of its file. */
interface Picture {
  readonly file: string
  readonly svg: Effect.Effect<string, PlotError>
}

const titleOf = ({ file }: StudyReport, data: string | null): string =>
  `${file.title ?? file.name}${data === null ? "" : `, ${data}`}`

/** The first tenth of a search, where everything is found out, would leave no room for what comes after it. */
const settled = 0.1

/** The axis of a curve fits what comes after the beginning. */
const focus = ({ curves }: Curves, factor: number): { readonly from?: number; readonly to?: number } => {
  const late = curves.flatMap(({ points }) => points.filter(({ measured }) => measured >= settled * points.at(-1)!.measured))
  const from = Math.min(...late.map(({ mean, low }) => (low ?? mean) * factor))
  const to = Math.max(...late.map(({ mean, high }) => (high ?? mean) * factor))
  return from < to ? { from, to } : {}
}

const curvePicture = (report: StudyReport, set: Curves): readonly Picture[] => {
  const { data, measure, curves } = set
  if (curves.length === 0) return []
  const { title, unit } = measureOf(measure)
  const factor = unit === "fraction" ? 100 : 1
  const runs = [...new Set(curves.map((curve) => curve.runs))].toSorted((a, b) => a - b)
  const count = runs.length === 1 ? `${runs[0]}` : `${runs[0]} to ${runs.at(-1)}`
  return [{
    file: `curve-${tableSlug({ measure, at: null, data })}.svg`,
    svg: lines({
      title: titleOf(report, data),
      subtitle: runs.at(-1) === 1 ? "a single run each" : `mean of ${count} runs, with its 95 % interval`,
      x: { title: "networks measured" },
      y: { title: `${title}${unit === "fraction" ? " (%)" : ""}`, ...focus(set, factor) },
      series: curves.map(({ label, points }) => ({
        name: label,
        points: points.map(({ measured, mean, low, high }) => ({
          x: measured, y: mean * factor, ...(low === null || high === null ? {} : { low: low * factor, high: high * factor })
        }))
      }))
    })
  }]
}

const intervalsPicture = (report: StudyReport, table: MeasureTable): readonly Picture[] => {
  const { rows, references, data } = table
  const { unit, factor } = scaleOf(table)
  const known = rows.flatMap(({ label, figures }) => (figures === null ? [] : [{
    name: label, value: figures.mean * factor,
    ...(figures.interval === null ? {} : { low: figures.interval.low * factor, high: figures.interval.high * factor })
  }]))
  if (known.length === 0) return []
  // What was published of a variant stands in its row.
  const published = references.map(({ label, variant, value }) => ({
    name: rows.find((row) => row.variant === variant)?.label ?? label, value: value * factor, group: "published"
  }))
  return [{
    file: `${tableSlug(table)}.svg`,
    svg: intervals({
      title: titleOf(report, data),
      subtitle: "mean over the runs, with its 95 % interval",
      x: { title: tableTitle(table, unit) },
      rows: [...known.map((row) => (published.length === 0 ? row : { ...row, group: "ours" })), ...published]
    })
  }]
}

const distributionPicture = (report: StudyReport, table: MeasureTable): readonly Picture[] => {
  const series = table.rows.flatMap(({ label, values }) =>
    values.length === 0 ? [] : [{ name: label, reached: values.map(({ value, censored }) => (censored ? null : value)) }])
  const cap = table.rows.find(({ censoring }) => censoring !== null)?.censoring?.cap
  if (series.length === 0 || cap === undefined) return []
  return [{
    file: `distribution-${tableSlug(table)}.svg`,
    svg: distribution({ title: titleOf(report, table.data), x: { title: tableTitle(table, ""), to: cap }, series })
  }]
}

const lineOf = ({ label, points }: AnalysisLine, name = label) => ({
  name,
  points: points.map(({ measured, mean, low, high }) => ({
    x: measured, y: mean, ...(low === null || high === null ? {} : { low, high })
  }))
})

/** Errors range over orders of magnitude: log axes. */
const analysisPictures = ({ analysis, title, data, done, lines: all }: AnalysisReport): readonly Picture[] => {
  const shown = all.filter(({ points }) => points.some(({ mean }) => mean > 0))
  if (shown.length === 0) return []
  const slug = [analysis.name, ...(data === null ? [] : [data])].join("-")
  const head = `${title}${data === null ? "" : `, ${data}`}`
  if (analysis.type === "generalisation") {
    return [{
      file: `${slug}.svg`,
      svg: lines({
        title: head,
        subtitle: `mean over ${done} seeds, with the smallest and the largest gap; delta = ${analysis.delta}`,
        x: { title: "T, uniformly drawn architectures", scale: "log" },
        y: { title: "|L_T - L|, and its bound", scale: "log" },
        series: shown.map((line) => lineOf(line, `${line.label}: ${line.measure}`))
      })
    }]
  }
  return (["test-mse", "train-mse"] as const).flatMap((measure): readonly Picture[] => {
    const own = shown.filter((line) => line.measure === measure)
    return own.length === 0 ? [] : [{
      file: `${slug}-${measure}.svg`,
      svg: lines({
        title: head,
        subtitle: done === 1 ? "a single seed" : `mean over ${done} seeds, with its 95 % interval`,
        x: { title: "architectures fed to the estimator" },
        y: { title: headingOf(measure).title, scale: "log" },
        series: own.map((line) => lineOf(line))
      })
    }]
  })
}

const pictures = (report: StudyReport): readonly Picture[] => {
  const { tables } = report
  const curves = (["best-accuracy", "test-accuracy"] as const).flatMap((measure) => curvesOf(report, measure))
  // Where there are no accuracies, the losses are shown.
  const shown = curves.some(({ curves }) => curves.length > 0) ? curves : curvesOf(report, "best-loss")
  return [
    ...shown.flatMap((one) => curvePicture(report, one)),
    ...tables.flatMap((table) => intervalsPicture(report, table)),
    ...tables.flatMap((table) => (isCensored(table.measure) ? distributionPicture(report, table) : [])),
    ...report.analysed.flatMap(analysisPictures)
  ]
}

/** Draws a study into a folder; gives the files. */
export const drawStudy = Effect.fnUntraced(function*(
  report: StudyReport,
  folder: string
): Effect.fn.Return<readonly string[], LogWriteFailed | PlotError> {
  const way = "choose another folder with --plot"
  yield* writing(folder, way, () => mkdir(folder, { recursive: true }))
  return yield* Effect.forEach(pictures(report), Effect.fnUntraced(function*({ file, svg }) {
    const path = join(folder, file)
    const drawn = yield* svg
    yield* writing(path, way, () => writeFile(path, drawn))
    return path
  }))
})
