import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Event } from "../../../src/core/search/event.ts"
import type { EventLog } from "../../../src/effects/log/EventLog.ts"
import type { StoredEvent } from "../../../src/effects/log/eventDecoder.ts"
import { createLog } from "../../../src/effects/log/createLog.ts"
import { openLog } from "../../../src/effects/log/openLog.ts"
import { readLog } from "../../../src/effects/log/readLog.ts"
import { sampleText } from "../../core/log/sampleLog.ts"

export const run = Effect.runPromise

/** The error that an effect ends with; throws where it succeeds. */
export const failureOf = <A, E>(effect: Effect.Effect<A, E>): Promise<E> => run(Effect.flip(effect) as Effect.Effect<E>)

export const eventsOf = (path: string): Promise<readonly StoredEvent[]> => run(Stream.runCollect(readLog(path)))

/** Writes a file and the folders above it. */
export const writeFile = (file: string, content: string | Uint8Array): string => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

/** A run's folder with the sample log of so many steps. */
export const sampleRun = (folder: string, steps: number, name = "run"): string => {
  writeFile(join(folder, name, "events.ndjson"), sampleText(steps))
  return join(folder, name)
}

export const appendAll = (log: EventLog["Service"], events: readonly Event[]) =>
  Effect.forEach(events, (event) => log.append(event))

export const createWith = (out: string, name: string, events: readonly Event[]) =>
  Effect.scoped(Effect.flatMap(createLog({ out, name }), (log) => appendAll(log, events)))

/** Opens a log, appends, closes. */
export const continueWith = (path: string, events: readonly Event[]) =>
  Effect.scoped(Effect.gen(function*() {
    const { log, state, tornTail } = yield* openLog(path, 0, (count) => count + 1)
    yield* appendAll(log, events)
    return { state, tornTail }
  }))
