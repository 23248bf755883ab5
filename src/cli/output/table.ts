import { stripVTControlCharacters } from "node:util"
import { bold } from "./style.ts"

export interface Column {
  readonly title: string
  readonly align?: "right"
}

const width = (text: string): number => [...stripVTControlCharacters(text)].length

/** Aligned columns under their titles; the last column is not padded. Rows that a terminal has no room for are cut. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = columns.map((column, c) => Math.max(width(column.title), ...rows.map((row) => width(row[c]!))))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, c) => {
      const space = " ".repeat(widths[c]! - width(cell))
      return columns[c]!.align === "right" ? space + cell : cell + space
    }).join("  ").trimEnd()
  const room = process.stdout.isTTY === true ? process.stdout.columns : Infinity
  const fitted = (text: string): string => (width(text) <= room ? text : `${[...stripVTControlCharacters(text)].slice(0, room - 1).join("")}…`)
  return [line(columns.map((column) => bold(column.title))), ...rows.map((row) => fitted(line(row)))]
}
