import { writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import { saveCheckpoint } from "../../../src/effects/checkpoint/saveCheckpoint.ts"

/** A process for the tests of faults: `savingProcess.ts RUN COUNT`. Saves so many checkpoints and tells of each one. */
const [runFolder, count] = process.argv.slice(2) as [string, string]

for (let n = 0; n < Number(count); n++) {
  const saved = saveCheckpoint(runFolder, new Uint8Array(4_000_000).fill(n % 256))
  const result = await Effect.runPromise(Effect.match(saved, { onFailure: (error) => error.message, onSuccess: (digest) => digest }))
  writeSync(1, `${result}\n`)
}
