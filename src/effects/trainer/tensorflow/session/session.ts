import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { TrainerError } from "../../Trainer.ts"
import type { Installation } from "../installation.ts"
import type { SessionSettings } from "./environment.ts"
import type { Answer, Held, Request } from "./messages.ts"
import { sessionProblem } from "./sessionProblem.ts"
import { openSharedFile, type SharedFile } from "./sharedFile.ts"
import { startSession } from "./startSession.ts"

/** What an answered request gave. */
export interface Ran {
  readonly values: Float32Array
  readonly held: Held
}

/** TensorFlow in a process of its own, with one graph at a time: a crash of the library is an error here, and no more. */
export interface Session {
  /** of the library that was loaded */
  readonly version: string
  /** what batches are handed over in */
  readonly shared: SharedFile
  /**
   * Does one thing at a time. An interruption waits until TensorFlow is done with the request, a batch at most, since it
   * reads the file that it was given.
   */
  readonly ask: (request: Request) => Effect.Effect<Ran, TrainerError>
}

const answered = (promise: Promise<Answer>, settings: SessionSettings): Effect.Effect<Answer, TrainerError> =>
  Effect.flatMap(
    Effect.tryPromise({ try: () => promise, catch: (cause) => cause as TrainerError }),
    (answer) => (answer.type === "failed" ? Effect.fail(sessionProblem(answer.message, settings)) : Effect.succeed(answer))
  )

const unasked = new TrainerError({ message: "TensorFlow's process gave an answer that nothing asked for: please report it" })

const sharedFile = Effect.acquireRelease(
  Effect.try({
    try: openSharedFile,
    catch: (cause) => new TrainerError({
      message: `no file can be made to hand batches to TensorFlow (${cause instanceof Error ? cause.message : String(cause)}): `
        + "free some space, or name another folder with TMPDIR"
    })
  }),
  ({ close }) => Effect.sync(close)
)

/** Loads TensorFlow and holds it until the scope ends. Fails where the library cannot be loaded, or has no such device. */
export const openSession = Effect.fnUntraced(function*(
  { packageFolder }: Pick<Installation, "packageFolder">, settings: SessionSettings
): Effect.fn.Return<Session, TrainerError, Scope.Scope> {
  const shared = yield* sharedFile
  const { ready, ask } = yield* Effect.acquireRelease(
    Effect.sync(() => startSession({ packageFolder, sharedFile: shared.path }, settings)),
    ({ end }) => Effect.promise(end)
  )
  const begun = yield* answered(ready, settings)
  shared.forget()
  if (begun.type !== "ready") return yield* unasked
  if (settings.device.type === "gpu" && !begun.gpu) return yield* sessionProblem("no GPU device was found", settings)
  const oneAtATime = Semaphore.makeUnsafe(1).withPermits(1)
  return {
    version: begun.version,
    shared,
    ask: (request) => oneAtATime(Effect.uninterruptible(Effect.flatMap(
      Effect.suspend(() => answered(ask(request), settings)),
      (answer) => (answer.type === "done" ? Effect.succeed(answer) : Effect.fail(unasked))
    )))
  }
})
