// Holds a session until it is killed. Its argument is the package's folder; it says where its own folder is.
import * as Effect from "effect/Effect"
import { openSession } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"

await Effect.runPromise(Effect.scoped(Effect.flatMap(
  openSession({ packageFolder: process.argv[2]!, variant: "cpu" }, { device: { type: "cpu" }, threads: 1 }),
  ({ shared }) => Effect.andThen(Effect.sync(() => console.log(shared.folder)), Effect.never)
)))
