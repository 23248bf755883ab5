import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { openBytes } from "./byteSource.ts"
import { logDamage } from "./damageSentence.ts"
import { eventDecoder } from "./eventDecoder.ts"
import type { StoredEvent } from "./eventDecoder.ts"
import type { LogReadError } from "./foldLog.ts"
import { locateLog } from "./locateLog.ts"
import { endOfLog } from "./tornTail.ts"
import type { ReadOptions } from "./tornTail.ts"

/**
 * The events of a log (its folder, its file, or `-` for standard input) as a stream, each one verified before it is
 * given out. At the first damage it fails, after the events before it. `foldLog` is the lighter way to a pure fold.
 */
export const readLog = (path: string, options: ReadOptions = {}): Stream.Stream<StoredEvent, LogReadError> =>
  Stream.scoped(Stream.fromPull(Effect.gen(function*() {
    const source = yield* openBytes(yield* locateLog(path))
    const decoder = eventDecoder()
    let damage: Effect.Effect<never, LogReadError> | null = null

    return Effect.gen(function*() {
      while (damage === null) {
        const chunk = yield* source.read
        if (chunk === null) {
          yield* endOfLog(source.name, decoder, options)
          return yield* Cause.done()
        }
        const events = Array.from(decoder.push(chunk))
        const fault = decoder.fault()
        if (fault !== null) damage = Effect.fail(logDamage(source.name, fault))
        if (isReadonlyArrayNonEmpty(events)) return events
      }
      return yield* damage
    })
  })))
