import * as Effect from "effect/Effect"
import { openBytes } from "./byteSource.ts"
import { logDamage } from "./damageSentence.ts"
import { eventDecoder } from "./eventDecoder.ts"
import type { StoredEvent } from "./eventDecoder.ts"
import { locateLog } from "./locateLog.ts"
import type { LogDamage, LogNotFound, LogUnreadable } from "./logErrors.ts"
import { endOfLog } from "./tornTail.ts"
import type { ReadOptions } from "./tornTail.ts"

export type LogReadError = LogNotFound | LogUnreadable | LogDamage

/**
 * Folds the events of a log (its folder, its file, or `-` for standard input), each one verified before it is seen.
 * The fastest way to load a log, and memory does not grow with it. `readLog` gives the same events one by one to
 * effects: a progress bar, or a step that takes long.
 */
export const foldLog = <S>(
  path: string,
  initial: S,
  evolve: (state: S, stored: StoredEvent) => S,
  options: ReadOptions = {}
): Effect.Effect<S, LogReadError> =>
  Effect.scoped(Effect.gen(function*() {
    const source = yield* openBytes(yield* locateLog(path))
    const decoder = eventDecoder()
    let state = initial
    for (let chunk = yield* source.read; chunk !== null; chunk = yield* source.read) {
      for (const event of decoder.push(chunk)) state = evolve(state, event)
      const fault = decoder.fault()
      if (fault !== null) return yield* logDamage(source.name, fault)
    }
    yield* endOfLog(source.name, decoder, options)
    return state
  }))
