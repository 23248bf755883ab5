// Opens a session with a file that memory has no room for, and says in JSON where it lies, or why it does not. Its
// argument is the package's folder.
import { readdirSync } from "node:fs"
import * as Effect from "effect/Effect"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"

const settings = { device: { type: "cpu" }, threads: 1 } as const
const opened = await Effect.runPromise(Effect.scoped(Effect.match(
  openSession({ packageFolder: process.argv[2]!, variant: "cpu" }, settings, 6 * 2 ** 20),
  { onFailure: ({ message }) => ({ error: message }), onSuccess: ({ shared }) => ({ opened: shared.folder }) }
)))
console.log(JSON.stringify({ ...opened, leftInMemory: readdirSync("/dev/shm") }))
