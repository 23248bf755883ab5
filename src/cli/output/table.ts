import { stripVTControlCharacters } from "node:util"
import { bold } from "./style.ts"

export interface Column {
  readonly title: string
  readonly align?: "right"
  /** a last column of long texts, which a terminal without room for them may cut */
  readonly cut?: true
}

const width = (text: string): number => [...stripVTControlCharacters(text)].length

const terminalWidth = (): number => (process.stdout.isTTY === true ? process.stdout.columns || Infinity : Infinity)

/** Aligned columns under their titles; the last column is not padded, and cut to `room` where it says so. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number = terminalWidth()
): readonly string[] => {
  const widths = columns.map((column, c) => Math.max(width(column.title), ...rows.map((row) => width(row[c]!))))
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 0)
  const fitted = (cell: string): string => {
    const left = Math.max(8, room - before)
    return width(cell) <= left ? cell : `${[...cell].slice(0, left - 1).join("")}…`
  }
  const line = (cells: readonly string[]): string =>
    cells.map((cell, c) => {
      const text = columns[c]!.cut === true ? fitted(cell) : cell
      const space = " ".repeat(Math.max(0, widths[c]! - width(text)))
      return columns[c]!.align === "right" ? space + text : text + space
    }).join("  ").trimEnd()
  return [line(columns.map((column) => bold(column.title))), ...rows.map(line)]
}
