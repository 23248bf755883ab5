import { tableErrorAt } from "./TableError.ts"
import type { RowReader, TableRow } from "./tableRows.ts"
import type { TextBlock } from "./textBlocks.ts"

interface Line {
  readonly line: number
  readonly row: object
}

const parseLine = (path: string, line: number, text: string): Line => {
  let row: unknown
  try {
    row = JSON.parse(text)
  } catch {
    throw tableErrorAt({ path, line }, "this line is not JSON; an NDJSON table has one JSON object a line")
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    throw tableErrorAt({ path, line }, "this line is not a JSON object; an NDJSON table has one JSON object a line")
  }
  return { line, row }
}

async function* lines(path: string, blocks: AsyncIterable<TextBlock>): AsyncGenerator<Line, void> {
  for await (const { text, line } of blocks) {
    for (const [i, one] of text.split("\n").entries()) if (one.trim() !== "") yield parseLine(path, line + i, one)
  }
}

const cellsOf = (columns: readonly string[], { line, row }: Line): TableRow => ({
  line,
  cells: columns.map((name) => (Object.hasOwn(row, name) ? row[name as keyof typeof row] : undefined))
})

async function* cells(
  columns: readonly string[],
  first: Line,
  rest: AsyncIterable<Line>
): AsyncGenerator<TableRow, void> {
  yield cellsOf(columns, first)
  for await (const line of rest) yield cellsOf(columns, line)
}

/** NDJSON: one JSON object a line; the keys of the first one are the columns. */
export const ndjsonRows: RowReader = async (path, blocks) => {
  const all = lines(path, blocks)
  const first = await all.next()
  if (first.done === true) return { columns: [], rows: all as AsyncIterable<never> }
  const columns = Object.keys(first.value.row)
  return { columns, rows: cells(columns, first.value, all) }
}
