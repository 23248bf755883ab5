import { open } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { genesis, headAfter } from "../../core/log/loggedEvent.ts"
import { beginLog } from "./createLog.ts"
import type { CreateLogError, NewRun } from "./createLog.ts"
import { copyBytes } from "./durably.ts"
import type { EventLog } from "./EventLog.ts"
import type { LogReadError } from "./foldLog.ts"
import { LogNotFound } from "./logErrors.ts"
import { locateFile } from "./openLog.ts"
import { readLog } from "./readLog.ts"

/** A new run that begins as the first `events` lines of another one. */
export interface Fork extends NewRun {
  readonly parent: string
  readonly events: number
}

/**
 * A new log that shares its parent's first lines, byte for byte and so id for id, open for writing until the scope
 * ends. It appears with the first event that is appended, which is `forked`; the parent is only read, and may be
 * running.
 */
export const forkLog = ({ parent, events, out, name }: Fork): Effect.Effect<EventLog["Service"], CreateLogError | LogReadError, Scope.Scope> =>
  Effect.gen(function*() {
    const { file, real } = yield* locateFile(parent)
    const shared = yield* readLog(file).pipe(
      Stream.take(events),
      Stream.runFold(
        () => ({ head: genesis, length: 0 }),
        (_, stored) => ({ head: headAfter(stored), length: stored.byte + stored.bytes })
      )
    )
    if (events < 1 || shared.head.next !== events) {
      return yield* new LogNotFound({ path: parent, message: `${file} has ${shared.head.next} events: none to fork after event ${events}` })
    }
    return yield* beginLog({ out, name }, {
      ...shared,
      write: async (to) => {
        const from = await open(real, "r")
        try {
          await copyBytes(from, 0, shared.length, to)
        } finally {
          await from.close()
        }
      }
    })
  })
