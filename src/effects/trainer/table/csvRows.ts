import { type CsvError, parse } from "csv-parse"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { TableError, tableErrorAt } from "./TableError.ts"
import type { RowReader, TableRow } from "./tableRows.ts"
import type { TextBlock } from "./textBlocks.ts"

const longestRecord = 1024 * 1024

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

const delimiterOf = (header: string): string => [",", "\t", ";"].find((delimiter) => header.includes(delimiter)) ?? ","

const complaints: ReadonlyMap<string, string> = new Map([
  ["CSV_QUOTE_NOT_CLOSED", "a quote is opened and never closed"],
  ["INVALID_OPENING_QUOTE", "a quote stands in the middle of a cell that does not begin with one"],
  ["CSV_INVALID_CLOSING_QUOTE", "something follows a closing quote before the cell ends"],
  ["CSV_MAX_RECORD_SIZE", `a row is longer than ${longestRecord} characters; is a quote left open?`]
])

const explained = (path: string, error: unknown): unknown => {
  if (error instanceof TableError || typeof (error as CsvError)?.code !== "string") return error
  const { code, lines, message } = error as CsvError & { readonly lines?: number }
  const complaint = complaints.get(code) ?? (code.startsWith("CSV_") ? `this is not CSV (${message})` : null)
  return complaint === null ? error : tableErrorAt(lines === undefined ? { path } : { path, line: lines }, complaint)
}

async function* texts(first: TextBlock, rest: AsyncIterator<TextBlock>): AsyncGenerator<string, void> {
  yield first.text
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value.text
}

async function* records(path: string, source: AsyncIterable<string>, delimiter: string): AsyncGenerator<TableRow, void> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: delimiter !== "\t",
    max_record_size: longestRecord
  })
  // Whatever goes wrong in the source destroys the parser with the same error, so the loop below throws it.
  pipeline(Readable.from(source), parser).catch(() => undefined)
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) yield { line: info.lines, cells: record }
  } catch (error) {
    throw explained(path, error)
  }
}

async function* sameLength(path: string, columns: number, rows: AsyncIterable<TableRow>): AsyncGenerator<TableRow, void> {
  for await (const row of rows) {
    if (row.cells.length !== columns) {
      throw tableErrorAt({ path, line: row.line }, `this row has ${row.cells.length} cells where the header has ${columns}`)
    }
    yield row
  }
}

/** CSV with a header line; a tab or a semicolon may stand in place of the comma. */
export const csvRows: RowReader = async (path, blocks) => {
  const source = blocks[Symbol.asyncIterator]()
  const first = await source.next()
  const block: TextBlock = first.done === true ? { text: "", line: 1 } : first.value
  const all = records(path, texts(block, source), delimiterOf(block.text.trimStart().split("\n", 1)[0]!))
  const header = await all.next()
  const columns = header.done === true ? [] : header.value.cells.map(String)
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  if (twice !== undefined) throw tableErrorAt({ path, line: 1 }, `two columns are called ${JSON.stringify(twice)}`)
  return { columns, rows: sameLength(path, columns.length, all) }
}
