import type { TextBlock } from "./textBlocks.ts"

/** A row as it stands in the file: one cell a column, a string in CSV, any JSON value in NDJSON. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly unknown[]
}

/** A file's columns by name, and its rows as they are read. */
export interface TableRows {
  readonly columns: readonly string[]
  readonly rows: AsyncIterable<TableRow>
}

/** Reads one kind of file from its blocks of lines. Throws a TableError where the file is not of that kind. */
export type RowReader = (path: string, blocks: AsyncIterable<TextBlock>) => Promise<TableRows>
