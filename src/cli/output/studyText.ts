import type { Comparison } from "../../effects/study/comparison.ts"
import type { AnalysisReport } from "../../effects/study/analysisReport.ts"
import type { MeasureRow, MeasureTable, Published } from "../../effects/study/measureTable.ts"
import { runName } from "../../effects/study/study.ts"
import { countOf, emptyRuns, failures, type StudyReport } from "../../effects/study/studyReport.ts"
import { grouped } from "./numbers.ts"
import { pText, type Scale, scaled, scaleOf, signed, tableTitle } from "./studyNumbers.ts"
import { bold, dim } from "./style.ts"
import { type Column, table } from "./table.ts"
import { visible } from "./visible.ts"

const right = { align: "right" } as const

/** Names of runs that a person reads; of more, how many there are. */
const mostNamed = 8

const some = (names: readonly string[]): string =>
  names.length <= mostNamed ? names.join(", ") : `${names.slice(0, mostNamed).join(", ")} and ${names.length - mostNamed} more`

const intervalText = (interval: { readonly low: number; readonly high: number } | null, scale: Scale): string =>
  interval === null ? "-" : `${scaled(interval.low, scale)} to ${scaled(interval.high, scale)}`

const spread = (mean: string, deviation: number | null | undefined, scale: Scale): string =>
  deviation === null || deviation === undefined ? mean : `${mean} ± ${scaled(deviation, scale)}`

/** A number of networks that not every run reached lies beyond the cap. */
const orBeyond = (value: number, { censoring }: MeasureRow, scale: Scale): string =>
  censoring !== null && value >= censoring.cap && censoring.without.length > 0
    ? `>${censoring.cap}`
    : scaled(value, { ...scale, decimals: Number.isInteger(value) ? 0 : 1 })

const share = (part: number): string => `${(part * 100).toFixed(0)} %`

/** The columns of a table, and what they show of a row; `reference` gives the same of a published figure. */
const plainCells = (row: MeasureRow, scale: Scale): readonly string[] => {
  const { figures } = row
  return figures === null
    ? ["0", "-", "-", "-"]
    : [
      String(figures.n), spread(scaled(figures.mean, scale), figures.standardDeviation, scale),
      intervalText(figures.interval, scale), scaled(figures.median, scale)
    ]
}

const queryCells = (row: MeasureRow, scale: Scale, within: readonly number[]): readonly string[] => {
  const { figures, censoring } = row
  if (figures === null || censoring === null) return ["0", "-", "-", "-", "-", "-", ...within.map(() => "-")]
  return [
    String(figures.n), share(censoring.reached / figures.n),
    spread(scaled(figures.mean, scale), figures.standardDeviation, scale), intervalText(figures.interval, scale),
    orBeyond(figures.median, row, scale), orBeyond(figures.max, row, scale),
    ...within.map((networks) => {
      const found = censoring.within.find((one) => one.networks === networks)
      return found === undefined ? "-" : share(found.share)
    })
  ]
}

const referenceCells = (one: Published, scale: Scale, before: number, after: number): readonly string[] => [
  `  ${visible(one.label)}`, one.n === undefined ? "" : String(one.n), ...Array.from({ length: before }, () => ""),
  spread(scaled(one.value, scale), one.deviation, scale), ...Array.from({ length: after }, () => ""), dim(visible(one.source))
]

/** A published figure for one variant stands below it, others below all. */
const withReferences = (
  { rows, references }: MeasureTable,
  cells: (row: MeasureRow) => readonly string[],
  reference: (one: Published) => readonly string[]
): readonly (readonly string[])[] => [
  ...rows.flatMap((row) => [
    [visible(row.label), ...cells(row), ""],
    ...references.filter(({ variant }) => variant === row.variant).map(reference)
  ]),
  ...references.filter(({ variant }) => variant === undefined).map(reference)
]

const figuresText = (measured: MeasureTable, scale: Scale, within: readonly number[]): readonly string[] => {
  const source: readonly Column[] = [{ title: measured.references.length === 0 ? "" : "source" }]
  if (measured.rows.every(({ censoring }) => censoring === null)) {
    return table(
      [{ title: "variant" }, { title: "n", ...right }, { title: "mean ± deviation", ...right },
        { title: "95 % interval", ...right }, { title: "median", ...right }, ...source],
      withReferences(measured, (row) => plainCells(row, scale), (one) => referenceCells(one, scale, 0, 2))
    )
  }
  return table(
    [{ title: "variant" }, { title: "n", ...right }, { title: "reached", ...right }, { title: "mean ± deviation", ...right },
      { title: "95 % interval", ...right }, { title: "median", ...right }, { title: "max", ...right },
      ...within.map((networks) => ({ title: `within ${networks}`, ...right })), ...source],
    withReferences(measured, (row) => queryCells(row, scale, within), (one) => referenceCells(one, scale, 1, 3 + within.length))
  )
}

/** Which runs ended without the table's best, and what their mean then is. */
const censoredText = ({ rows }: MeasureTable): readonly string[] => {
  const lacking = rows.filter(({ censoring }) => censoring !== null && censoring.without.length > 0)
  if (lacking.length === 0) return []
  const cap = grouped(lacking[0]!.censoring!.cap)
  return [
    dim(`The mean is restricted: a run that did not reach it within ${cap} networks counts as ${cap}.`),
    ...lacking.map(({ label, censoring }) =>
      dim(`  without it: ${visible(label)}, ${censoring!.without.length} of ${censoring!.without.length + censoring!.reached} `
        + `(${censoring!.without.length === 1 ? "seed" : "seeds"} ${some(censoring!.without.map(String))})`))
  ]
}

const hasTest = ({ welch, rankSum }: Comparison): boolean => welch !== null || rankSum !== null

const comparisonText = (
  comparisons: readonly Comparison[],
  labels: ReadonlyMap<string, string>,
  scale: Scale
): readonly string[] => {
  const tested = comparisons.filter(hasTest)
  if (tested.length === 0) return []
  const name = (variant: string) => visible(labels.get(variant) ?? variant)
  return ["", ...table(
    [{ title: "compared" }, { title: "difference", ...right }, { title: "95 % interval", ...right },
      { title: "Welch p", ...right }, { title: "rank-sum p", ...right }, { title: "" }],
    tested.map(({ a, b, difference, interval, welchHolm, rankSumHolm, beyondNoise }) => [
      `${name(a)} - ${name(b)}`, signed(difference, scale), intervalText(interval, scale), pText(welchHolm), pText(rankSumHolm),
      beyondNoise ? bold("* beyond noise") : ""
    ])
  )]
}

const tableText = (measured: MeasureTable, within: readonly number[]): readonly string[] => {
  const scale = scaleOf(measured)
  const title = `${measured.data !== null ? `${visible(measured.data)}: ` : ""}${tableTitle(measured, scale.unit)}`
  if (measured.rows.every(({ figures }) => figures === null)) return [bold(title), "  not known of any run", ""]
  const labels = new Map(measured.rows.map(({ variant, label }) => [variant, label]))
  return [
    bold(title),
    ...figuresText(measured, scale, within),
    ...censoredText(measured),
    ...comparisonText(measured.comparisons, labels, scale),
    ""
  ]
}

const figuresIn = ({ rows }: MeasureTable, variant: string) =>
  rows.find((row) => row.variant === variant)?.figures ?? null

/** Tables of one measure as one: a column for each number of architectures. */
const pointsText = (tables: readonly MeasureTable[]): readonly string[] => {
  const [first] = tables
  if (first === undefined) return []
  const scale = scaleOf({ measure: first.measure, rows: tables.flatMap(({ rows }) => rows) })
  const title = tableTitle({ measure: first.measure, at: null }, scale.unit)
  const rows = first.rows.flatMap(({ variant, label }) => {
    const counts = tables.map((one) => figuresIn(one, variant)?.n ?? 0)
    const bound = first.references.find((one) => one.variant === variant)
    const cells = tables.map((one) => {
      const figures = figuresIn(one, variant)
      if (figures === null) return "-"
      // The deviation of a yes or no says nothing that its share does not.
      return spread(scaled(figures.mean, scale), scale.unit === "%" ? null : figures.standardDeviation, scale)
    })
    return [
      [visible(label), String(Math.max(...counts)), ...cells, ""],
      ...(bound === undefined ? [] : [[
        `  ${visible(bound.label)}`, "",
        ...tables.map(({ references }) => {
          const value = references.find((one) => one.variant === variant)?.value
          return value === undefined ? "" : scaled(value, scale)
        }),
        dim(visible(bound.source))
      ]])
    ]
  })
  return [
    bold(title),
    ...table([
      { title: "curve" }, { title: "n", ...right }, ...tables.map((one) => ({ title: `after ${one.at}`, ...right })), { title: "" }
    ], rows)
  ]
}

/** The comparisons of all these tables: after how many architectures, and of what. */
const pointComparisons = (tables: readonly MeasureTable[]): readonly string[] => {
  const rows = tables.flatMap((one) => {
    const scale = scaleOf(one)
    const tested = one.comparisons.filter(hasTest)
    return tested.map(({ a, b, difference, interval, welchHolm, rankSumHolm, beyondNoise }) => [
      `${visible(a)} - ${visible(b)}`, String(one.at), signed(difference, scale), intervalText(interval, scale),
      pText(welchHolm), pText(rankSumHolm), beyondNoise ? bold("* beyond noise") : ""
    ])
  })
  return rows.length === 0 ? [] : ["", ...table(
    [{ title: "compared" }, { title: "after", ...right }, { title: "difference", ...right }, { title: "95 % interval", ...right },
      { title: "Welch p", ...right }, { title: "rank-sum p", ...right }, { title: "" }],
    rows
  )]
}

/** An analysis: a table for each of its measures. */
const analysisText = ({ title, data, done, total, failures, tables }: AnalysisReport): readonly string[] => {
  const head = bold(`${data !== null ? `${visible(data)}: ` : ""}${visible(title)}`)
  const told = [
    ...(done === total ? [] : [dim(`  of ${done} of ${total} seeds`)]),
    ...failures.map((message) => `  failed: ${visible(message)}`)
  ]
  if (done === 0) return [head, ...told, ""]
  const measures = [...new Set(tables.map(({ measure }) => measure))]
  return [head, ...told, "", ...measures.flatMap((measure) => {
    const own = tables.filter((one) => one.measure === measure)
    return [...pointsText(own), ...pointComparisons(own), ""]
  })]
}

/** How many runs there are, and which are not through. */
const progressText = (report: StudyReport): readonly string[] => {
  const total = report.runs.length
  const done = countOf(report, "done")
  const parts = [
    `${grouped(done)} of ${grouped(total)} ${total === 1 ? "run is" : "runs are"} through`,
    ...(["begun", "missing", "failed"] as const).flatMap((state) => {
      const count = countOf(report, state)
      return count === 0 ? [] : [`${grouped(count)} ${state}`]
    })
  ]
  const empty = emptyRuns(report)
  return [
    parts.join(", "),
    ...failures(report).map(({ message, runs }) => `failed: ${some(runs)}: ${visible(message)}`),
    ...(empty.length === 0 ? [] : [`nothing could be measured: ${some(empty.map(({ run }) => runName(run)))}`])
  ]
}

const legend = [
  "p values are two-sided, after Holm's correction over the comparisons of their table; beyond noise: both below 0.05.",
  "Intervals are of the mean, by Student's t."
]

/** A study for people. */
export const studyText = (report: StudyReport): readonly string[] => {
  const { file, tables, analysed } = report
  const tested = [...tables, ...analysed.flatMap((one) => one.tables)].some(({ comparisons }) => comparisons.some(hasTest))
  return [
    bold(visible(file.title ?? file.name)),
    ...(file.description === undefined ? [] : [visible(file.description)]),
    ...progressText(report),
    "",
    ...(countOf(report, "done") === 0 ? [] : tables.flatMap((one) => tableText(one, file.within ?? []))),
    ...(countOf(report, "done") === 0 ? [] : analysed.flatMap(analysisText)),
    ...(tested ? legend.map((line) => dim(line)) : [])
  ]
}
