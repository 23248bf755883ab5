import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { TrainerError } from "../../Trainer.ts"
import { type Installation, setupCommand } from "../installation.ts"
import type { SessionSettings } from "./environment.ts"
import { fileError, fileProblem } from "./fileProblem.ts"
import type { Answer, Held, Request } from "./messages.ts"
import { processNotStarted, processUnreached, sessionProblem, type Used } from "./sessionProblem.ts"
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

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const unanswered = (cause: unknown): TrainerError =>
  cause instanceof TrainerError ? cause : processUnreached(messageOf(cause))

const unasked = new TrainerError({ message: "TensorFlow's process gave an answer that nothing asked for: please report it" })

/** Loads TensorFlow and holds it until the scope ends. Fails where the library cannot be loaded, or has no such device.
 * @param batchBytes that its shared file is to hold at the most */
export const openSession = Effect.fnUntraced(function*(
  { packageFolder, variant }: Pick<Installation, "packageFolder" | "variant">, settings: SessionSettings, batchBytes = 0
): Effect.fn.Return<Session, TrainerError, Scope.Scope> {
  const used: Used = { device: settings.device, setup: setupCommand(variant) }
  const shared = yield* Effect.acquireRelease(
    Effect.try({ try: () => openSharedFile(batchBytes), catch: (cause) => fileProblem("batches", fileError(cause)) }),
    ({ close }) => Effect.sync(close)
  )
  const answered = (promise: () => Promise<Answer>): Effect.Effect<Answer, TrainerError> =>
    Effect.flatMap(Effect.tryPromise({ try: promise, catch: unanswered }), (answer) => {
      if (answer.type === "failed") return Effect.fail(sessionProblem(answer.message, used))
      if (answer.type === "unwritten") return Effect.fail(fileProblem("a graph", answer, shared.folder))
      return Effect.succeed(answer)
    })
  const { ready, ask } = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => startSession({ packageFolder, folder: shared.folder }, shared.file, settings, used),
      catch: (cause) => processNotStarted(messageOf(cause))
    }),
    ({ end }) => Effect.promise(end)
  )
  const begun = yield* answered(() => ready)
  if (begun.type !== "ready") return yield* unasked
  if (settings.device.type === "gpu" && !begun.gpu) return yield* sessionProblem("no GPU device was found", used)
  const oneAtATime = Semaphore.makeUnsafe(1).withPermits(1)
  return {
    version: begun.version,
    shared,
    ask: (request) => oneAtATime(Effect.uninterruptible(Effect.flatMap(
      answered(() => ask(request)),
      (answer) => (answer.type === "done" ? Effect.succeed(answer) : Effect.fail(unasked))
    )))
  }
})
