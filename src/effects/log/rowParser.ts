import ndjson from "ndjson"

/** Parses lines that the line guard has passed. */
export interface RowParser {
  readonly write: (lines: readonly string[]) => void
  /** The next line's value; null from the first line on that is not JSON. */
  readonly read: () => unknown
}

/**
 * The `ndjson` package behind the line guard. Lines are written in one piece, since the package is quadratic in the
 * pieces of a line, and can be read at once, since it then works synchronously.
 */
export const rowParser = (): RowParser => {
  const parser = ndjson.parse()
  // A missing row tells as much as this error does, and at once.
  parser.on("error", () => undefined)
  return {
    write: (lines) => {
      if (lines.length > 0) parser.write(`${lines.join("\n")}\n`)
    },
    read: () => parser.read()
  }
}
