import { type Place, tableErrorAt } from "./TableError.ts"

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const notFinite: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Infinity],
  ["infinity", Infinity],
  ["-inf", -Infinity],
  ["-infinity", -Infinity]
])

const shown = (cell: unknown): string => {
  const text = JSON.stringify(cell)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}

/** Empty in CSV, null or absent in NDJSON. */
export const isEmpty = (cell: unknown): boolean =>
  cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "")

const toNumber = (cell: unknown): number | undefined => {
  if (typeof cell === "number") return cell
  const text = typeof cell === "string" ? cell.trim() : ""
  return decimal.test(text) ? Number(text) : notFinite.get(text.toLowerCase())
}

const numberCell = (place: Place, cell: unknown): number => {
  const value = toNumber(cell)
  if (value === undefined) throw tableErrorAt(place, `${shown(cell)} is not a number`)
  return value
}

/** A loss: any number; "NaN" and "inf" say that the training diverged. */
export const lossCell = numberCell

/** An accuracy as a fraction; in percent it is divided by 100 once. */
export const accuracyCell = (place: Place, cell: unknown, percent: boolean): number => {
  const value = numberCell(place, cell)
  const most = percent ? 100 : 1
  if (value >= 0 && value <= most) return percent ? value / 100 : value
  throw tableErrorAt(place, Number.isNaN(value)
    ? "NaN is not an accuracy; leave the cell empty and give --allow-missing, or give a column of losses"
    : value > 1 && value <= 100
      ? `the accuracy ${value} is above 1; give --percent if it is in percent`
      : `the accuracy ${value} is not between 0 and ${most}`)
}
