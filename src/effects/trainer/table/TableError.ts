import * as Schema from "effect/Schema"

/** A table cannot be used. `message` is one sentence: the file, the line and column where there are any, what to do. */
export class TableError extends Schema.TaggedError<TableError>()("TableError", {
  message: Schema.String
}) {}

export interface Place {
  readonly path: string
  readonly line?: number
  readonly column?: string
}

/** "table.csv, line 3, column "loss": what is wrong" */
export const tableErrorAt = ({ path, line, column }: Place, what: string): TableError =>
  new TableError({
    message: path + (line === undefined ? "" : `, line ${line}`)
      + (column === undefined ? "" : `, column ${JSON.stringify(column)}`) + `: ${what}`
  })
