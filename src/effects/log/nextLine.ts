import { Buffer } from "node:buffer"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { isLeft } from "fp-ts/lib/Either.js"
import { decodeLine, encodeLine, inspectLine } from "../../core/log/line.ts"
import type { Head, LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { Event } from "../../core/search/event.ts"
import { LogWriteFailed } from "./logErrors.ts"
import { sha256 } from "./sha256.ts"

/** The bytes of an event's line, and the event as a reader gets it from them. */
export interface NextLine {
  readonly bytes: Uint8Array
  readonly logged: LoggedEvent
}

/**
 * Encodes an event and reads it back before anything is written: no event may reach the disk that could not be
 * read again (a loss that is NaN in a `measured`, say), and the fold sees what a replay will see.
 */
export const nextLine = Effect.fnUntraced(function*(file: string, head: Head, event: Event) {
  const at = new Date(yield* Clock.currentTimeMillis).toISOString()
  const { line } = encodeLine(sha256, head, at, event)
  const inspected = inspectLine(sha256, head.id, line)
  const decoded = isLeft(inspected) ? inspected : decodeLine(head, inspected.right, JSON.parse(line))
  if (isLeft(decoded)) {
    const message = `${file}: a \`${event.type}\` event was not written, since it could not be read again: ${decoded.left.reason}`
    return yield* new LogWriteFailed({ file, code: "", message })
  }
  return { bytes: Buffer.from(`${line}\n`, "utf8"), logged: decoded.right } satisfies NextLine
})
