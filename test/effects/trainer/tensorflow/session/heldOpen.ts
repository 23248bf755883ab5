// Holds a session until it is killed. Its argument is the package's folder; it says in JSON where its shared file lay.
import * as Effect from "effect/Effect"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"

await Effect.runPromise(Effect.scoped(Effect.flatMap(
  openSession({ packageFolder: process.argv[2]! }, { device: { type: "cpu" }, threads: 1 }),
  ({ shared }) => Effect.andThen(Effect.sync(() => console.log(shared.path)), Effect.never)
)))
