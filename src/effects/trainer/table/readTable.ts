import * as Effect from "effect/Effect"
import { stat } from "node:fs/promises"
import { basename, extname } from "node:path"
import { architectureKey } from "../../../core/architecture/architecture.ts"
import { allArchitectures } from "../../../core/architecture/enumerate.ts"
import { printArchitecture } from "../../../core/architecture/notation.ts"
import { cardinality, type Space } from "../../../core/architecture/space.ts"
import { csvRows } from "./csvRows.ts"
import { measuredRows } from "./measuredRows.ts"
import { type MeasuredTable, measuredTable, tableSize } from "./measuredTable.ts"
import { ndjsonRows } from "./ndjsonRows.ts"
import { chooseColumns, type TableOptions } from "./tableColumns.ts"
import { TableError, tableErrorAt } from "./TableError.ts"
import type { TableRows } from "./tableRows.ts"
import { textBlocks, type TextBlock } from "./textBlocks.ts"

/** Nobody measures all of a larger space: what its table lacks is recorded as failed without being asked for. */
const largestCompleteSpace = 2_000_000n

async function* startingWith(first: TextBlock, rest: AsyncIterable<TextBlock>): AsyncGenerator<TextBlock, void> {
  yield first
  yield* rest
}

const openRows = async (path: string, signal: AbortSignal): Promise<TableRows> => {
  if ((await stat(path)).isDirectory()) throw tableErrorAt({ path }, "this is a folder; give a CSV or NDJSON file")
  const blocks = textBlocks(path, signal)
  const first = await blocks.next()
  if (first.done === true || first.value.text.trim() === "") throw tableErrorAt({ path }, "the file is empty")
  const read = /^\s*[{[]/.test(first.value.text) ? ndjsonRows : csvRows
  return read(path, startingWith(first.value, blocks))
}

const checkComplete = (path: string, table: MeasuredTable): void => {
  const all = cardinality(table.space)
  const missing = all - BigInt(tableSize(table))
  if (all > largestCompleteSpace || missing === 0n) return
  for (const architecture of allArchitectures(table.space)) {
    if (table.rows.has(architectureKey(architecture))) continue
    throw tableErrorAt({ path }, `${missing} of ${all} architectures are missing, the first is `
      + `${printArchitecture(table.space, architecture)}; give --allow-missing to record them as failed`)
  }
}

const readAll = async (path: string, space: Space, options: TableOptions, signal: AbortSignal): Promise<MeasuredTable> => {
  const rows = await openRows(path, signal)
  const chosen = chooseColumns(path, rows.columns, options)
  const { keys, loss, accuracy, testAccuracy } = await measuredRows(path, space, rows, chosen, options)
  if (keys.length === 0) throw tableErrorAt({ path }, "the table has no row with a measurement")
  const measure = rows.columns[chosen.loss ?? chosen.accuracy!]!
  const table = measuredTable(space, { name: basename(path, extname(path)), measure }, keys, {
    loss: Float64Array.from(loss),
    accuracy: chosen.accuracy === null ? undefined : Float64Array.from(accuracy),
    testAccuracy: chosen.test === null ? undefined : Float64Array.from(testAccuracy)
  })
  if (options.allowMissing !== true) checkComplete(path, table)
  return table
}

/** As `readAll`; the file is closed at the end, also where its rows were not read to the end. */
const read = async (path: string, space: Space, options: TableOptions, signal: AbortSignal): Promise<MeasuredTable> => {
  const end = new AbortController()
  try {
    return await readAll(path, space, options, AbortSignal.any([signal, end.signal]))
  } finally {
    end.abort()
  }
}

const explained = (path: string, error: unknown): TableError => {
  if (error instanceof TableError) return error
  const { code, message } = error as NodeJS.ErrnoException
  return tableErrorAt({ path }, code === "ENOENT" || code === "ENOTDIR"
    ? "there is no such file"
    : code === "EACCES" || code === "EPERM" ? "the file may not be read" : `the file cannot be read (${message})`)
}

/**
 * Anybody's measurements: CSV with a header line or NDJSON, told apart by their first character. The architecture
 * stands in the space's notation; an accuracy without a loss gives loss = 1 - accuracy. Reading is streaming.
 * In the identity, `name` is the file's name without folder and extension, `measure` the column's name.
 */
export const readTable = (
  path: string,
  space: Space,
  options: TableOptions = {}
): Effect.Effect<MeasuredTable, TableError> =>
  Effect.tryPromise({
    try: (signal) => read(path, space, options, signal),
    catch: (error) => explained(path, error)
  })
