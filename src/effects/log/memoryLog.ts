import { Buffer } from "node:buffer"
import * as Effect from "effect/Effect"
import { genesis, headAfter } from "../../core/log/loggedEvent.ts"
import type { LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { EventLog } from "./EventLog.ts"
import { nextLine } from "./nextLine.ts"

/** A log that is kept in memory and is gone with the process. Lines and ids are those of a log on disk. */
export interface MemoryLog {
  readonly log: EventLog["Service"]
  readonly events: () => readonly LoggedEvent[]
  /** what the file would hold */
  readonly text: () => string
}

export const memoryLog = (): MemoryLog => {
  const events: LoggedEvent[] = []
  let head = genesis
  let text = ""
  const log: EventLog["Service"] = {
    folder: "memory",
    file: "memory",
    head: Effect.sync(() => head),
    append: Effect.fnUntraced(function*(event) {
      const { bytes, logged } = yield* nextLine("memory", head, event)
      events.push(logged)
      text += Buffer.from(bytes).toString("utf8")
      head = headAfter(logged)
      return logged
    })
  }
  return { log, events: () => events, text: () => text }
}
