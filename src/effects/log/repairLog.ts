import { open } from "node:fs/promises"
import * as Effect from "effect/Effect"
import { isForeign } from "./damageSentence.ts"
import type { LogReadError } from "./foldLog.ts"
import type { LogDamage, LogLocked, LogWriteFailed } from "./logErrors.ts"
import { locateFile } from "./openLog.ts"
import { scopedHandle } from "./scopedHandle.ts"
import { setAside } from "./setAside.ts"
import { verifyLog } from "./verifyLog.ts"
import { lockWriter } from "./writerLock.ts"
import { writing } from "./writing.ts"

/** What a repair did. */
export interface Repair {
  readonly file: string
  /** events that are kept */
  readonly events: number
  /** what was wrong; null: nothing, and nothing was done */
  readonly damage: LogDamage | null
  /** the file that holds what came from the damage on; null where there was nothing to keep */
  readonly aside: string | null
}

/**
 * Keeps the events before the first damage and moves everything from there on to a file beside the log. A log of
 * which no event is left is gone afterwards, and its folder free. Somebody else's file, and a log that only a newer
 * version can read, are left as they are.
 */
export const repairLog = (path: string): Effect.Effect<Repair, LogReadError | LogLocked | LogWriteFailed> =>
  Effect.scoped(Effect.gen(function*() {
    const { file, real } = yield* locateFile(path)
    yield* lockWriter(real)
    const { events, damage } = yield* verifyLog(file)
    if (damage === null) return { file, events, damage, aside: null }
    if (isForeign(damage.kind)) return yield* damage

    const way = "make it writable and run `pvll repair` again"
    const handle = yield* scopedHandle(writing(file, way, () => open(real, "r+")))
    const what = damage.kind === "torn-tail" ? "torn" : "damaged"
    const aside = yield* writing(file, way, () => setAside(handle, real, damage.byte, what))
    return { file, events, damage, aside }
  }))
