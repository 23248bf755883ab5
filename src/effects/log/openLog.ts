import { open, realpath, rm } from "node:fs/promises"
import { dirname } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { genesis, headAfter } from "../../core/log/loggedEvent.ts"
import { unfinished } from "./createLog.ts"
import type { StoredEvent } from "./eventDecoder.ts"
import type { EventLog } from "./EventLog.ts"
import { foldLog } from "./foldLog.ts"
import type { LogReadError } from "./foldLog.ts"
import { ioReason } from "./ioReason.ts"
import { locateLog, standardInput } from "./locateLog.ts"
import { LogNotFound, LogUnreadable } from "./logErrors.ts"
import type { LogLocked, LogWriteFailed } from "./logErrors.ts"
import { logWriter } from "./logWriter.ts"
import { scopedHandle } from "./scopedHandle.ts"
import { setAside } from "./setAside.ts"
import type { TornTail } from "./tornTail.ts"
import { lockWriter } from "./writerLock.ts"
import { writing } from "./writing.ts"

/** A log that goes on, and the fold of the events that it holds. */
export interface OpenedLog<S> {
  readonly log: EventLog["Service"]
  readonly state: S
  /** the torn tail that was found, and the file that it was moved to */
  readonly tornTail: (TornTail & { readonly aside: string }) | null
}

/** The file of a log that is to be changed, or whose checkpoints are used. */
export const locateFile = (path: string): Effect.Effect<{ readonly file: string; readonly real: string }, LogNotFound | LogUnreadable> =>
  Effect.gen(function*() {
    if (path === standardInput) {
      return yield* new LogNotFound({ path, message: "this cannot read a log from standard input: it needs the run's folder, so give that or its events.ndjson" })
    }
    const file = yield* locateLog(path)
    const real = yield* Effect.tryPromise({
      try: () => realpath(file),
      catch: (cause) => new LogUnreadable({ path: file, message: `${file} cannot be read: ${ioReason(cause)}` })
    })
    return { file, real }
  })

/**
 * Opens a log to go on with it, as its only writer until the scope ends: verifies and folds what it holds, and sets a
 * torn tail aside. Damage elsewhere is an error: nothing is appended behind it.
 */
export const openLog = <S>(
  path: string,
  initial: S,
  evolve: (state: S, stored: StoredEvent) => S
): Effect.Effect<OpenedLog<S>, LogReadError | LogLocked | LogWriteFailed, Scope.Scope> =>
  Effect.gen(function*() {
    const { file, real } = yield* locateFile(path)
    yield* lockWriter(real)
    let tail: TornTail | null = null
    const found = yield* foldLog(
      file,
      { state: initial, head: genesis, end: 0 },
      ({ state }, stored) => ({ state: evolve(state, stored), head: headAfter(stored), end: stored.byte + stored.bytes }),
      {
        onTornTail: (torn) => Effect.sync(() => {
          tail = torn
        })
      }
    )
    const way = `make it writable, then \`pvll resume ${path}\` goes on`
    const handle = yield* scopedHandle(writing(file, way, () => open(real, "r+")))
    const aside = yield* writing(file, way, async () => {
      await rm(unfinished(real), { force: true })
      const name = tail === null ? null : await setAside(handle, real, found.end, "torn")
      // The last event may not have been synced by the writer that was killed; what follows builds on it.
      await handle.datasync()
      return name
    })
    const log = yield* logWriter({ folder: dirname(file), file, handle, head: found.head, end: found.end, publish: null })
    return { log, state: found.state, tornTail: tail === null || aside === null ? null : { ...(tail as TornTail), aside } }
  })
