import { writeSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { createLog } from "../../../src/effects/log/createLog.ts"
import type { EventLog } from "../../../src/effects/log/EventLog.ts"
import { openLog } from "../../../src/effects/log/openLog.ts"
import { configured } from "../../core/log/sampleEvents.ts"

/**
 * A process for the tests of faults: `appendingProcess.ts OUT NAME create|open COUNT`. Appends events and tells of
 * each one, by its sequence number, once it is acknowledged; tells the sentence of an error and ends with 2.
 */
const [out, name, mode, count] = process.argv.slice(2) as [string, string, string, string]

const append = (log: EventLog["Service"], step: number) =>
  log.append({ type: "sampled", data: { step, phase: "search", attempt: 0, architecture: "a".repeat(300), weights: new Float64Array(40) } })

const work = Effect.gen(function*() {
  const log = mode === "create"
    ? yield* createLog({ out, name })
    : (yield* openLog(join(out, name), null, () => null)).log
  if (mode === "create") writeSync(1, `${(yield* log.append(configured)).seq}\n`)
  for (let step = 1; step <= Number(count); step++) writeSync(1, `${(yield* append(log, step)).seq}\n`)
})

const failure = await Effect.runPromise(Effect.scoped(work).pipe(Effect.match({ onFailure: (error) => error.message, onSuccess: () => null })))
if (failure !== null) {
  writeSync(2, `${failure}\n`)
  process.exitCode = 2
}
