import { isLeft } from "fp-ts/lib/Either.js"
import type { Architecture } from "../../../core/architecture/architecture.ts"
import { parseArchitecture } from "../../../core/architecture/notation.ts"
import type { Space } from "../../../core/architecture/space.ts"
import { architectureKey } from "../../../core/architecture/architecture.ts"
import { accuracyCell, isEmpty, lossCell } from "./tableCells.ts"
import type { ChosenColumns, TableOptions } from "./tableColumns.ts"
import { type Place, tableErrorAt } from "./TableError.ts"
import type { TableRows } from "./tableRows.ts"

/** What was measured, row by row; NaN where an accuracy is not known. */
export interface MeasuredRows {
  readonly keys: readonly string[]
  readonly loss: readonly number[]
  readonly accuracy: readonly number[]
  readonly testAccuracy: readonly number[]
}

const architectureCell = (space: Space, place: Place, cell: unknown): Architecture => {
  if (isEmpty(cell)) throw tableErrorAt(place, "the architecture is missing")
  if (typeof cell !== "string") throw tableErrorAt(place, "the architecture is not a text")
  const parsed = parseArchitecture(space, cell)
  if (isLeft(parsed)) throw tableErrorAt(place, parsed.left)
  return parsed.right
}

/**
 * Reads and checks the rows of a table: each architecture once, each chosen cell a number in its range. Where only
 * accuracies are given, loss = 1 - accuracy. Throws a TableError at the first row that is wrong.
 */
export const measuredRows = async (
  path: string,
  space: Space,
  { columns, rows }: TableRows,
  chosen: ChosenColumns,
  { percent = false, allowMissing = false }: TableOptions
): Promise<MeasuredRows> => {
  const keys: string[] = []
  const losses: number[] = []
  const accuracies: number[] = []
  const tests: number[] = []
  const lines = new Map<string, number>()
  for await (const { line, cells } of rows) {
    const placeOf = (at: number): Place => ({ path, line, column: columns[at]! })
    const number = (at: number | null, parse: (place: Place, cell: unknown) => number): number | null => {
      if (at === null) return null
      if (!isEmpty(cells[at])) return parse(placeOf(at), cells[at])
      if (allowMissing) return null
      throw tableErrorAt(placeOf(at), "the cell is empty; fill it, or give --allow-missing to record it as failed")
    }
    const fraction = (place: Place, cell: unknown) => accuracyCell(place, cell, percent)

    const key = architectureKey(architectureCell(space, placeOf(chosen.architecture), cells[chosen.architecture]))
    const earlier = lines.get(key)
    if (earlier !== undefined) {
      throw tableErrorAt(placeOf(chosen.architecture),
        `this architecture stands on line ${earlier} too; keep one row an architecture`)
    }
    lines.set(key, line)
    const accuracy = number(chosen.accuracy, fraction)
    const loss = chosen.loss !== null ? number(chosen.loss, lossCell) : accuracy === null ? null : 1 - accuracy
    const test = number(chosen.test, fraction)
    if (loss !== null) {
      keys.push(key)
      losses.push(loss)
      accuracies.push(accuracy ?? Number.NaN)
      tests.push(test ?? Number.NaN)
    }
  }
  return { keys, loss: losses, accuracy: accuracies, testAccuracy: tests }
}
