import type { Comparison } from "../../core/history/refitComparison.ts"
import type { Calibration } from "../../core/history/calibration.ts"
import type { RefitFigures } from "../../core/history/refitFigures.ts"
import type { EstimatorChoice } from "../../effects/history/refitCandidates.ts"
import type { JudgedResult, RefitLogReport, RefitReport, RefitResult } from "../../effects/history/refitReport.ts"
import { duration, significant } from "./numbers.ts"
import { refitFindings } from "./refitFindings.ts"
import { dim } from "./style.ts"
import { type Column, table } from "./table.ts"
import { visible } from "./visible.ts"

type Asked = readonly EstimatorChoice[] | null

/**
 * Results as the document holds them: those that were asked for, and apart from them the line in the step number, which
 * is judged too where nobody named it.
 */
const parted = <R extends RefitResult>(results: readonly R[], asked: Asked) => {
  const named = asked === null || asked.some((choice) => "name" in choice && choice.name === "steps")
  const isBaseline = ({ settings }: R): boolean => !named && settings.estimator === "steps"
  return { estimators: results.filter((result) => !isBaseline(result)), baseline: results.filter(isBaseline) }
}

/** The document of `refit --json`: `estimators` over all logs; of several logs also each log's own. */
export const refitDocument = ({ logs, estimators, noise, problems }: RefitReport, asked: Asked): unknown => {
  const parts = logs.map(({ log, samples, ahead, every, estimators }) =>
    ({ log, samples, ahead, every, ...parted(estimators, asked) }))
  const { log, samples, ahead, every } = parts[0]!
  return parts.length === 1
    ? { log, samples, ahead, every, ...parted(estimators, asked), noise, problems }
    : { ...parted(estimators, asked), noise, problems, logs: parts }
}

const right = { align: "right" } as const

const percents = (share: number): string => String(Math.round(share * 100))

const calibrationText = (calibration: Calibration | null): string =>
  calibration === null ? "-" : `${percents(calibration.within1)}, ${percents(calibration.within2)} %`

/** How far off the deviations are, as a factor: the root of the mean squared standardised error. */
const sureText = (calibration: Calibration | null): string =>
  calibration === null ? "-" : significant(Math.sqrt(calibration.squaredError), 2)

interface FigureColumn<R> extends Column {
  readonly text: (result: R) => string
}

const figureColumns: readonly FigureColumn<RefitFigures>[] = [
  { title: "Kendall's tau", ...right, text: ({ kendallTau }) => kendallTau.toFixed(3) },
  { title: "Spearman", ...right, text: ({ spearman }) => spearman.toFixed(3) },
  { title: "top found", ...right, text: ({ topOverlap }) => `${percents(topOverlap)} %` },
  { title: "squared error", ...right, text: ({ mse }) => significant(mse, 3) },
  { title: "within 1, 2 dev.", ...right, text: ({ calibration }) => calibrationText(calibration) },
  { title: "error/dev.", ...right, text: ({ calibration }) => sureText(calibration) }
]

const besideText = (comparison: Comparison | null, difference: (value: number) => string): string => {
  if (comparison === null) return "best"
  return `${difference(comparison.difference)}, ${comparison.verdict === "alike" ? "may be chance" : comparison.verdict}`
}

const sign = (value: number): string => (value < 0 ? "-" : "+")

const tauBeside: FigureColumn<JudgedResult> = {
  title: "beside the best",
  text: ({ againstBest }) =>
    besideText(againstBest.kendallTau, (value) => `${sign(value)}${Math.abs(value).toFixed(3)}`)
}

const errorBeside: FigureColumn<JudgedResult> = {
  title: "beside the best",
  text: ({ againstBest }) =>
    besideText(againstBest.oneStepAhead, (value) => `${sign(value)}${significant(Math.abs(value), 2)}`)
}

const behind = <A>(columns: readonly A[], title: (column: A) => boolean, column: A): readonly A[] =>
  columns.flatMap((one) => (title(one) ? [one, column] : [one]))

const sorted = <R>(results: readonly R[], badness: (result: R) => number): readonly R[] =>
  results.map((_, i) => i).toSorted((i, j) => badness(results[i]!) - badness(results[j]!) || i - j).map((i) => results[i]!)

const rows = <R extends { readonly name: string }>(
  results: readonly R[],
  columns: readonly FigureColumn<R>[]
): readonly string[] =>
  table([{ title: "estimator" }, ...columns], results.map((result) =>
    [visible(result.name), ...columns.map(({ text }) => text(result))]))

/** Held out fold by fold: the best order first. */
const heldOutTable = <R extends RefitResult>(results: readonly R[], beside: FigureColumn<R> | null): readonly string[] => {
  const time: FigureColumn<R> = { title: "time", ...right, text: ({ seconds }) => duration(seconds) }
  const all: readonly FigureColumn<R>[] = [...figureColumns, time]
  return rows(
    sorted(results, ({ kendallTau }) => -kendallTau),
    beside === null ? all : behind(all, ({ title }) => title === "Kendall's tau", beside)
  )
}

/** One step ahead: the lowest error first; nothing where there were too few steps. */
const aheadTable = <R extends RefitResult>(results: readonly R[], beside: FigureColumn<R> | null): readonly string[] => {
  if (results.some(({ ahead }) => ahead === null)) return []
  const ofAhead = ({ text, ...column }: FigureColumn<RefitFigures>): FigureColumn<R> =>
    ({ ...column, text: ({ ahead }) => text(ahead!) })
  const time: FigureColumn<R> = { title: "time", ...right, text: ({ aheadSeconds }) => duration(aheadSeconds) }
  const all = [...figureColumns.map(ofAhead), time]
  return [
    "",
    "one step ahead",
    ...rows(
      sorted(results, ({ oneStepAhead }) => oneStepAhead!),
      beside === null ? all : behind(all, ({ title }) => title === "squared error", beside)
    )
  ]
}

const aheadText = ({ ahead, every }: RefitLogReport): string => {
  if (ahead === 0) return "too few steps to predict any one step ahead"
  const fits = every === 1 ? "with a fit before each" : `with a fit before every ${every}`
  return `${ahead} predicted one step ahead, ${fits}`
}

const opening = (report: RefitLogReport): string =>
  `${visible(report.log)}: ${report.samples} measured architectures, held out fold by fold; ${aheadText(report)}`

const explanation = [
  "Top found: share of the best tenth that is predicted to be in it. Within 1, 2 dev.: share of the measured losses",
  "within so many of the estimator's own deviations, 68 and 95 % if these fit; error/dev.: how many of them an error is,",
  "as root mean square, 1 if they fit."
].map((line) => dim(line))

const judgedTables = (results: readonly JudgedResult[]): readonly string[] =>
  [...heldOutTable(results, tauBeside), ...aheadTable(results, errorBeside)]

/** The same for people. */
export const refitText = (report: RefitReport): readonly string[] => {
  const { logs, estimators } = report
  const end = ["", ...refitFindings(report), ...explanation]
  if (logs.length === 1) return [opening(logs[0]!), ...judgedTables(estimators), ...end]
  return [
    ...logs.flatMap((log) =>
      [opening(log), ...heldOutTable(log.estimators, null), ...aheadTable(log.estimators, null), ""]),
    `mean over ${logs.length} logs`,
    ...judgedTables(estimators),
    ...end
  ]
}
