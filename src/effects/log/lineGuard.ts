import { Buffer, isUtf8 } from "node:buffer"
import { lineFault } from "../../core/log/damage.ts"
import type { LineFault } from "../../core/log/damage.ts"
import type { PlacedFault } from "./damageSentence.ts"

/**
 * Splits bytes into the lines of a log before any parser sees them. Packages that split NDJSON accept a last line
 * without its newline, take CRLF for LF, skip empty lines and grow without limit; here each of them is an answer.
 * Memory: one line at most, besides the chunk that is being split.
 */

/** The longest line that is read, in bytes; the longest that is written is a thousand times shorter. */
export const lineLimit = 64 * 1024 * 1024

/** A line that is valid UTF-8 and ended with `\n`, and where it stands. */
export interface GuardedLine {
  /** without its newline */
  readonly text: string
  /** from 1 on */
  readonly line: number
  /** offset of its first byte */
  readonly byte: number
  /** length with its newline */
  readonly bytes: number
}

export interface Guarded {
  readonly lines: readonly GuardedLine[]
  /** what stands after these lines is not a line; nothing more can be pushed */
  readonly fault: PlacedFault | null
}

/** Where the next line begins. */
export interface LineStart {
  readonly line: number
  readonly byte: number
}

export interface LineGuard {
  /** The lines that this chunk completes. The chunk may be overwritten afterwards. */
  readonly push: (chunk: Uint8Array) => Guarded
  /** How many bytes stand after the last newline so far, and where they begin. */
  readonly tail: () => LineStart & { readonly length: number }
}

const newline = 10
const carriageReturn = 13

const faultOf = (bytes: Buffer, line: number, limit: number): LineFault | null => {
  if (bytes.length > limit) return tooLong(limit)
  if (line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return lineFault("byte-order-mark", "the file begins with a byte-order mark")
  }
  if (bytes.length === 0) return lineFault("empty-line", "the line is empty")
  if (bytes[bytes.length - 1] === carriageReturn) return lineFault("crlf", "the line ends with CRLF")
  if (bytes.includes(0)) return lineFault("nul-byte", "the line holds a NUL byte")
  return isUtf8(bytes) ? null : lineFault("invalid-utf-8", "the line is not valid UTF-8")
}

const tooLong = (limit: number) => lineFault("line-too-long", `the line is longer than ${limit} bytes`)

export const lineGuard = (start: LineStart = { line: 1, byte: 0 }, limit: number = lineLimit): LineGuard => {
  let { line, byte } = start
  let pending: Buffer[] = []
  let pendingLength = 0

  const push = (chunk: Uint8Array): Guarded => {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    const lines: GuardedLine[] = []
    let from = 0
    for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, from)) {
      const last = buffer.subarray(from, end)
      const bytes = pendingLength === 0 ? last : Buffer.concat([...pending, last])
      const fault = faultOf(bytes, line, limit)
      if (fault !== null) return { lines, fault: { ...fault, line, byte } }
      lines.push({ text: bytes.toString("utf8"), line, byte, bytes: bytes.length + 1 })
      pending = []
      pendingLength = 0
      line += 1
      byte += bytes.length + 1
      from = end + 1
    }
    if (from < buffer.length) {
      pending.push(Buffer.from(buffer.subarray(from)))
      pendingLength += buffer.length - from
    }
    return { lines, fault: pendingLength > limit ? { ...tooLong(limit), line, byte } : null }
  }

  return { push, tail: () => ({ line, byte, length: pendingLength }) }
}
