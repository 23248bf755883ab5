import type { MeasureTable } from "../../effects/study/measureTable.ts"
import type { StudyReport } from "../../effects/study/studyReport.ts"

type Cell = string | number | boolean | null | undefined

/** RFC 4180: quoted where a comma, a quote or a line break asks for it. Numbers with all their digits. */
const cell = (value: Cell): string => {
  const text = value === null || value === undefined ? "" : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text
}

const columns = [
  "data", "measure", "at", "variant", "n", "mean", "deviation", "low", "high", "median", "min", "max",
  "cap", "reached", "compared_with", "difference", "welch_p", "welch_p_holm", "rank_sum_p", "rank_sum_p_holm", "beyond_noise", "source", "analysis"
] as const

type Row = { readonly [C in (typeof columns)[number]]?: Cell }

/** A variant without comparison on a line, then one line for each comparison that it is the first of, then what others published. */
const rowsOf = (analysis: string | null, table: MeasureTable): readonly Row[] => {
  const { data, measure, at, rows, comparisons, references } = table
  const place = { analysis, data, measure, at }
  return [
    ...rows.flatMap(({ variant, figures, censoring }): readonly Row[] => {
      const own: Row = {
        ...place, variant, n: figures?.n ?? 0, mean: figures?.mean, deviation: figures?.standardDeviation,
        low: figures?.interval?.low, high: figures?.interval?.high, median: figures?.median, min: figures?.min, max: figures?.max,
        cap: censoring?.cap, reached: censoring?.reached
      }
      return [own, ...comparisons.filter(({ a }) => a === variant).map((one): Row => ({
        ...place, variant, compared_with: one.b, difference: one.difference, low: one.interval?.low, high: one.interval?.high,
        welch_p: one.welch, welch_p_holm: one.welchHolm, rank_sum_p: one.rankSum, rank_sum_p_holm: one.rankSumHolm,
        beyond_noise: one.beyondNoise
      }))]
    }),
    ...references.map((one): Row => ({
      ...place, variant: one.label, n: one.n, mean: one.value, deviation: one.deviation, source: one.source
    }))
  ]
}

/** A study as CSV: the figures of each variant, and on lines of their own its comparisons. */
export const studyCsv = ({ tables, analysed }: StudyReport): readonly string[] => [
  columns.join(","),
  ...[
    ...tables.flatMap((table) => rowsOf(null, table)),
    ...analysed.flatMap(({ analysis, tables }) => tables.flatMap((table) => rowsOf(analysis.name, table)))
  ].map((row) => columns.map((column) => cell(row[column])).join(","))
]
