import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { diffing, type Difference } from "../../core/history/diff.ts"
import type { LoggedEvent } from "../../core/log/loggedEvent.ts"
import { readLog } from "../log/readLog.ts"
import type { LogReadError } from "../log/foldLog.ts"

/** The next event of a log each time it is run, null at the end and from then on. */
type NextEvent = Effect.Effect<LoggedEvent | null, LogReadError>

const eventsOf = Effect.fnUntraced(function*(log: string): Effect.fn.Return<NextEvent, never, Scope.Scope> {
  const pull = yield* Stream.toPull(readLog(log))
  let chunk: readonly LoggedEvent[] | null = []
  let at = 0
  const nextChunk = Pull.catchDone(pull, () => Effect.succeed(null))
  const next: NextEvent = Effect.suspend(() => {
    if (chunk === null) return Effect.succeed(null)
    if (at < chunk.length) return Effect.succeed(chunk[at++]!)
    return Effect.flatMap(nextChunk, (events) => {
      chunk = events
      at = 0
      return next
    })
  })
  return next
})

/** Compares two logs fact by fact, as `diff` does, reading both as streams. */
export const diffLogs = (a: string, b: string): Effect.Effect<Difference, LogReadError> =>
  Effect.scoped(Effect.gen(function*() {
    const next = { a: yield* eventsOf(a), b: yield* eventsOf(b) }
    const walk = diffing()
    let asked = walk.next()
    while (asked.done !== true) asked = walk.next(yield* next[asked.value])
    return asked.value
  }))
