// Takes all but three of the files that this process may have open, then opens a session; prints why that fails.
import { closeSync, openSync } from "node:fs"
import * as Effect from "effect/Effect"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"

const taken: number[] = []
try {
  for (;;) taken.push(openSync("/dev/null", "r"))
} catch {
  for (const file of taken.slice(0, 3)) closeSync(file)
}
const error = await Effect.runPromise(Effect.scoped(Effect.flip(
  openSession({ packageFolder: "/nowhere", variant: "cpu" }, { device: { type: "cpu" }, threads: 1 }))))
for (const file of taken.slice(3)) closeSync(file)
console.log(error.message)
