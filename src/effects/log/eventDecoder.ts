import { isLeft, left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { lineFault } from "../../core/log/damage.ts"
import type { LineFault } from "../../core/log/damage.ts"
import { decodeLine, inspectLine } from "../../core/log/line.ts"
import { genesis, headAfter } from "../../core/log/loggedEvent.ts"
import type { Head, LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { PlacedFault } from "./damageSentence.ts"
import { lineGuard } from "./lineGuard.ts"
import type { GuardedLine, LineStart } from "./lineGuard.ts"
import { rowParser } from "./rowParser.ts"
import { sha256 } from "./sha256.ts"

/** An event and the bytes of a file that hold it. */
export interface StoredEvent extends LoggedEvent {
  /** offset of its line's first byte */
  readonly byte: number
  /** length of its line, newline included */
  readonly bytes: number
}

/** How far a log has been read and verified. */
export interface ReadPosition extends LineStart {
  readonly head: Head
}

export const startOfLog: ReadPosition = { line: 1, byte: 0, head: genesis }

export interface EventDecoder {
  /**
   * The events of the lines that these bytes complete, each one verified when it is taken: take them all, before
   * the chunk is overwritten and before the next push. After a fault nothing more can be pushed.
   */
  readonly push: (chunk: Uint8Array) => Iterable<StoredEvent>
  /** What is wrong after the events so far. */
  readonly fault: () => PlacedFault | null
  /** How many bytes stand after the last newline so far. */
  readonly tailLength: () => number
  /** What has been verified so far. */
  readonly position: () => ReadPosition
}

/** From the bytes of a log to its events, verified one by one: id, nesting, JSON, version, seq, type, data. */
export const eventDecoder = (start: ReadPosition = startOfLog): EventDecoder => {
  const guard = lineGuard(start)
  const parser = rowParser()
  let position = start
  let fault: PlacedFault | null = null

  const decode = ({ text, line, byte, bytes }: GuardedLine): Either<LineFault, StoredEvent> => {
    const inspected = inspectLine(sha256, position.head.id, text)
    if (isLeft(inspected)) return inspected
    const row = parser.read()
    if (row === null) return left(lineFault("not-json", "it is not JSON"))
    const decoded = decodeLine(position.head, inspected.right, row)
    if (isLeft(decoded)) return decoded
    position = { line: line + 1, byte: byte + bytes, head: headAfter(decoded.right) }
    const { v, seq, at, id, event } = decoded.right
    return right({ v, seq, at, id, event, byte, bytes })
  }

  // One event at a time rather than a list: what lives across many lines makes the runtime's heap grow.
  function* push(chunk: Uint8Array): Generator<StoredEvent> {
    const guarded = guard.push(chunk)
    parser.write(guarded.lines.map((line) => line.text))
    for (const line of guarded.lines) {
      const decoded = decode(line)
      if (isLeft(decoded)) {
        fault = { ...decoded.left, line: line.line, byte: line.byte }
        return
      }
      yield decoded.right
    }
    fault = guarded.fault
  }

  return { push, fault: () => fault, tailLength: () => guard.tail().length, position: () => position }
}
