import { headingOf } from "../../effects/study/analysisMeasures.ts"
import type { MeasureTable } from "../../effects/study/measureTable.ts"

/** How the values of a measure are written: what they are multiplied by, their unit and their decimals. */
export interface Scale {
  readonly factor: number
  /** behind a title, such as `%`; "" where there is none */
  readonly unit: string
  readonly decimals: number
}

const units = { plain: "", fraction: "%", seconds: "s", networks: "", square: "" } as const

/** Decimals that leave two digits of a deviation. */
const decimalsFor = (deviation: number): number => Math.max(0, 1 - Math.floor(Math.log10(deviation)))

const limits = { plain: [0, 6], fraction: [2, 3], seconds: [1, 3], networks: [1, 1], square: [2, 8] } as const

/** The same number of decimals in all rows, from the smallest deviation. */
export const scaleOf = ({ measure, rows }: Pick<MeasureTable, "measure" | "rows">): Scale => {
  const { unit } = headingOf(measure)
  const factor = unit === "fraction" ? 100 : 1
  const deviations = rows.flatMap(({ figures }) => (figures?.standardDeviation ? [figures.standardDeviation * factor] : []))
  const [fewest, most] = limits[unit]
  const wanted = deviations.length === 0 ? (unit === "plain" || unit === "square" ? 4 : fewest) : decimalsFor(Math.min(...deviations))
  return { factor, unit: units[unit], decimals: Math.min(most, Math.max(fewest, wanted)) }
}

export const scaled = (value: number, { factor, decimals }: Scale): string => (value * factor).toFixed(decimals)

/** With its sign. */
export const signed = (value: number, scale: Scale): string => `${value < 0 ? "" : "+"}${scaled(value, scale)}`

/** A p value; what is smaller than a table shows is told as such. */
export const pText = (p: number | null): string => (p === null ? "-" : p < 1e-4 ? "<0.0001" : p.toFixed(4))

/** What a table is of: `test accuracy of the best by validation after 100 networks (%)`. */
export const tableTitle = ({ measure, at }: Pick<MeasureTable, "measure" | "at">, unit: string): string => {
  const where = typeof at === "number" ? ` after ${at} networks` : ""
  return `${headingOf(measure).title}${where}${unit === "" ? "" : ` (${unit})`}`
}

/** The same in a few words: `test acc. @100 (%)`. */
export const shortTitle = ({ measure, at }: Pick<MeasureTable, "measure" | "at">, unit: string): string =>
  `${headingOf(measure).short}${typeof at === "number" ? ` @${at}` : ""}${unit === "" ? "" : ` (${unit})`}`

/** The same as a file's name. */
export const tableSlug = ({ measure, at, data }: Pick<MeasureTable, "measure" | "at" | "data">): string =>
  [measure, ...(typeof at === "number" ? [`at-${at}`] : []), ...(data === null ? [] : [data])].join("-")
