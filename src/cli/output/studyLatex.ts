import { headingOf } from "../../effects/study/analysisMeasures.ts"
import type { AnalysisReport } from "../../effects/study/analysisReport.ts"
import type { MeasureRow, MeasureTable } from "../../effects/study/measureTable.ts"
import { countOf, type StudyReport } from "../../effects/study/studyReport.ts"
import { type Scale, scaled, scaleOf, shortTitle } from "./studyNumbers.ts"

const escapes: { readonly [character: string]: string } = {
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
  "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_"
}

/** Text as LaTeX prints it. */
const latexText = (text: string): string => text.replace(/[\\{}~^&%$#_]/g, (character) => escapes[character]!)

const figure = (mean: string, deviation: string | null, best: boolean, mark = ""): string => {
  const number = deviation === null ? mean : `${mean} \\pm ${deviation}`
  return best ? `$\\mathbf{${number}}${mark}$` : `$${number}${mark}$`
}

const isBest = ({ measure, rows }: MeasureTable, { figures }: MeasureRow): boolean => {
  const means = rows.flatMap((row) => row.figures?.mean ?? [])
  const best = headingOf(measure).better === "higher" ? Math.max(...means) : Math.min(...means)
  return rows.length > 1 && figures?.mean === best
}

/** A dagger where the variant differs from the one that it is compared with beyond noise. */
const dagger = ({ comparisons, rows }: MeasureTable, baseline: string, { variant }: MeasureRow): string =>
  rows.length > 1 && variant !== baseline && comparisons.some(({ a, b, beyondNoise }) =>
    beyondNoise && ((a === variant && b === baseline) || (b === variant && a === baseline))) ? "^\\dagger" : ""

const cell = (table: MeasureTable, scale: Scale, row: MeasureRow, baseline: string): string => {
  const { figures, censoring } = row
  if (figures === null) return "--"
  const deviation = figures.standardDeviation === null ? null : scaled(figures.standardDeviation, scale)
  const reached = censoring === null || censoring.without.length === 0 ? "" : ` (${censoring.reached}/${figures.n})`
  return figure(scaled(figures.mean, scale), deviation, isBest(table, row), dagger(table, baseline, row)) + reached
}

/** The data sets above their columns, where there are several. */
const dataHead = (tables: readonly MeasureTable[]): readonly string[] => {
  const sets = [...new Set(tables.map(({ data }) => data))]
  if (sets.length === 1) return []
  let column = 3
  const spans = sets.map((data) => {
    const width = tables.filter((table) => table.data === data).length
    const from = column
    column += width
    return { title: `\\multicolumn{${width}}{c}{${latexText(data ?? "")}}`, rule: `\\cmidrule(lr){${from}-${column - 1}}` }
  })
  return [`    & & ${spans.map(({ title }) => title).join(" & ")} \\\\`, `    ${spans.map(({ rule }) => rule).join(" ")}`]
}

/** Published figures, those of one label on one line. */
const referenceLines = (tables: readonly MeasureTable[], scales: readonly Scale[]): readonly string[] => {
  const all = tables.flatMap(({ references }, column) => references.map((one) => ({ one, column })))
  const lines = [...new Set(all.map(({ one: { label, source } }) => JSON.stringify([label, source])))]
  return lines.map((line) => {
    const [label, source] = JSON.parse(line) as [string, string]
    const own = all.filter(({ one }) => one.label === label && one.source === source)
    const cells = tables.map((_, column) => {
      const found = own.find((entry) => entry.column === column)?.one
      if (found === undefined) return ""
      const scale = scales[column]!
      const deviation = found.deviation === undefined ? null : scaled(found.deviation, scale)
      return figure(scaled(found.value, scale), deviation, false)
    })
    return `    ${latexText(label)} (${latexText(source)}) & & ${cells.join(" & ")} \\\\`
  })
}

const counts = (tables: readonly MeasureTable[], variant: string): string => {
  const all = tables.flatMap(({ rows }) =>
    rows.flatMap(({ variant: name, figures }) => (name === variant && figures !== null ? [figures.n] : [])))
  const [least, most] = [Math.min(...all), Math.max(...all)]
  return all.length === 0 ? "0" : least === most ? String(least) : `${least}--${most}`
}

/** So many columns fit on a page; of more, each data set gets a table of its own. */
const mostColumns = 6

/** What a table is of: rows of these names, compared with the baseline. */
interface Caption {
  readonly label: string
  readonly title: string
  readonly baseline: string
}

const latexTable = (tables: readonly MeasureTable[], { label, title, baseline }: Caption): readonly string[] => {
  const { rows } = tables[0]!
  const scales = tables.map(scaleOf)
  const references = referenceLines(tables, scales)
  const base = rows.find(({ variant }) => variant === baseline)?.label ?? baseline
  const marks = tables.some((table) => table.rows.some((row) => dagger(table, baseline, row) !== ""))
    ? ` $^\\dagger$: differs from ${latexText(base)} beyond noise `
      + "(Welch and rank-sum tests, both below 0.05 after Holm's correction)." : ""
  const censored = tables.some(({ rows }) => rows.some(({ censoring }) => censoring !== null && censoring.without.length > 0))
    ? " In brackets: runs that reached it; the mean counts the others as the cap." : ""
  return [
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${latexText(title)}. Mean $\\pm$ standard deviation over $n$ runs.${marks}${censored}}`,
    `  \\label{tab:${label.replace(/[^A-Za-z0-9-]/g, "-")}}`,
    `  \\begin{tabular}{lr${"c".repeat(tables.length)}}`,
    "    \\toprule",
    ...dataHead(tables),
    `    Variant & $n$ & ${tables.map((table, i) => latexText(shortTitle(table, scales[i]!.unit))).join(" & ")} \\\\`,
    "    \\midrule",
    ...rows.map(({ variant, label }) => {
      const cells = tables.map((table, i) => cell(table, scales[i]!, table.rows.find((row) => row.variant === variant)!, baseline))
      return `    ${latexText(label)} & ${counts(tables, variant)} & ${cells.join(" & ")} \\\\`
    }),
    ...(references.length === 0 ? [] : ["    \\midrule", ...references]),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}"
  ]
}

const isKnown = ({ rows }: MeasureTable): boolean => rows.some(({ figures }) => figures !== null)

/** An analysis: a table for each of its measures, a column for each number of architectures. */
const analysisTables = (name: string, { analysis, title, data, tables }: AnalysisReport): readonly string[] =>
  [...new Set(tables.map(({ measure }) => measure))].flatMap((measure) => {
    const own = tables.filter((table) => table.measure === measure && isKnown(table))
    if (own.length === 0) return []
    const label = [name, analysis.name, measure, ...(data === null ? [] : [data])].join("-")
    const { title: what } = headingOf(measure)
    return latexTable(own, { label, title: `${title}, ${what}`, baseline: own[0]!.rows[0]!.variant })
  })

/** A study as LaTeX tables (package booktabs): a line for each variant, a column for each measure. */
export const studyLatex = (report: StudyReport): readonly string[] => {
  const { file } = report
  const title = file.title ?? file.name
  const baseline = file.baseline ?? file.variants[0]!.name
  const tables = report.tables.filter(isKnown)
  const sets = [...new Set(tables.map(({ data }) => data))]
  const left = report.runs.length - countOf(report, "done")
  return [
    "% \\usepackage{booktabs}",
    ...(left === 0 ? [] : [`% ${left} of ${report.runs.length} runs are not through`]),
    ...(tables.length === 0 ? [] : tables.length <= mostColumns
      ? latexTable(tables, { label: file.name, title, baseline })
      : sets.flatMap((data) => latexTable(tables.filter((table) => table.data === data), {
        label: data === null ? file.name : `${file.name}-${data}`, title: data === null ? title : `${title}, ${data}`, baseline
      }))),
    ...report.analysed.flatMap((one) => analysisTables(file.name, one))
  ]
}
