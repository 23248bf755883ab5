import { isUtf8 } from "node:buffer"
import { createReadStream } from "node:fs"
import { tableErrorAt } from "./TableError.ts"

/** Whole lines of a file, the first of them being number `line`. */
export interface TextBlock {
  readonly text: string
  readonly line: number
}

const newline = 10
const longestLine = 16 * 1024 * 1024

const countLines = (bytes: Buffer): number => {
  let lines = 0
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++
  return lines
}

const decode = (path: string, bytes: Buffer, line: number): TextBlock => {
  if (!isUtf8(bytes)) {
    let start = 0
    let bad = line
    for (let end = bytes.indexOf(newline); end >= 0 && isUtf8(bytes.subarray(start, end)); bad++) {
      start = end + 1
      end = bytes.indexOf(newline, start)
    }
    throw tableErrorAt({ path, line: bad }, "this is not UTF-8 text; save the table as UTF-8")
  }
  const text = bytes.toString("utf8")
  return { text: line === 1 && text.startsWith("\uFEFF") ? text.slice(1) : text, line }
}

/**
 * The text of a file in blocks of whole lines, without a byte-order mark; memory does not grow with the file.
 * Throws a TableError where the bytes are not UTF-8 or a line has no end, and the errors of the file system.
 */
export async function* textBlocks(path: string, signal: AbortSignal): AsyncGenerator<TextBlock, void> {
  let line = 1
  let rest: readonly Buffer[] = []
  let restLength = 0
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 256 * 1024 })) {
    const bytes: Buffer = chunk
    const end = bytes.lastIndexOf(newline) + 1
    if (end > 0) {
      const block = Buffer.concat([...rest, bytes.subarray(0, end)])
      yield decode(path, block, line)
      line += countLines(block)
      rest = []
      restLength = 0
    }
    rest = [...rest, bytes.subarray(end)]
    restLength += bytes.length - end
    if (restLength > longestLine) {
      throw tableErrorAt({ path, line }, "this line is longer than 16 MiB; is the file a table?")
    }
  }
  if (restLength > 0) yield decode(path, Buffer.concat(rest), line)
}
