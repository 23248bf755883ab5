import { access, open, rm, rmdir } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { genesis } from "../../core/log/loggedEvent.ts"
import type { Head } from "../../core/log/loggedEvent.ts"
import { makeFolders, publish } from "./durably.ts"
import type { EventLog } from "./EventLog.ts"
import { logFileName } from "./locateLog.ts"
import { NameTaken } from "./logErrors.ts"
import type { LogWriteFailed, UnsafeName } from "./logErrors.ts"
import { logWriter } from "./logWriter.ts"
import { checkRunName } from "./runName.ts"
import { lockWriter } from "./writerLock.ts"
import { writing } from "./writing.ts"

/** What a log is called until its first event is on the disk. Whoever holds the lock may remove it. */
export const unfinished = (file: string): string => `${file}.new`

/** Where a new run goes: the folder `name` in the folder `out`. */
export interface NewRun {
  readonly out: string
  readonly name: string
}

/** What a new log begins with. */
export interface Beginning {
  readonly head: Head
  readonly length: number
  readonly write: (to: FileHandle) => Promise<void>
}

export type CreateLogError = NameTaken | UnsafeName | LogWriteFailed

const way = "choose another place with --out"

const refuseIfTaken = (folder: string, file: string) =>
  Effect.flatMap(
    Effect.promise(() => access(file).then(() => true, () => false)),
    (taken) => taken ? Effect.fail(nameTaken(folder, "there is a log already")) : Effect.void
  )

const nameTaken = (folder: string, why: string) =>
  new NameTaken({ folder, message: `${folder} is taken: ${why}; choose another name with --name` })

/** A new log that begins with the given lines. See `createLog`. */
export const beginLog = ({ out, name }: NewRun, beginning: Beginning): Effect.Effect<EventLog["Service"], CreateLogError, Scope.Scope> =>
  Effect.gen(function*() {
    const folder = join(out, yield* checkRunName(name))
    const file = join(folder, logFileName)
    yield* refuseIfTaken(folder, file)

    const made: string[] = []
    // Only folders that are still empty go: where the log was published, none is.
    yield* Effect.addFinalizer(() => Effect.promise(async () => {
      for (const empty of made.toReversed()) await rmdir(empty).catch(() => undefined)
    }))
    yield* writing(folder, way, () => makeFolders(folder, (one) => made.push(one)))
    yield* lockWriter(file).pipe(
      Effect.catchTag("LogLocked", () => Effect.fail(nameTaken(folder, "a search of this name is just starting")))
    )
    yield* refuseIfTaken(folder, file)

    const draft = unfinished(file)
    const handle = yield* Effect.acquireRelease(
      writing(file, way, async () => {
        await rm(draft, { force: true })
        return open(draft, "wx+")
      }),
      (handle) => Effect.promise(async () => {
        await handle.close()
        await rm(draft, { force: true }).catch(() => undefined)
      })
    )
    yield* writing(file, way, () => beginning.write(handle))
    return yield* logWriter({
      folder, file, handle, head: beginning.head, end: beginning.length, publish: () => publish(draft, file)
    })
  })

/**
 * A new log, open for writing until the scope ends. Its file appears with its first event, complete and durable:
 * until then nothing is there, and if no event comes nothing stays. Of two that are created under one name at the
 * same moment one fails with `NameTaken`; a folder without a log is free.
 */
export const createLog = (run: NewRun): Effect.Effect<EventLog["Service"], CreateLogError, Scope.Scope> =>
  beginLog(run, { head: genesis, length: 0, write: async () => undefined })
