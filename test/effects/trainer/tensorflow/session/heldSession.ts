import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, it } from "vitest"
import { type Installation, installation } from "../../../../../src/effects/trainer/tensorflow/installation.ts"
import type { SessionSettings } from "../../../../../src/effects/trainer/tensorflow/session/environment.ts"
import { openSession, type Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"

const found = installation("cpu")

/** The engine that is set up here. To be asked for within `describeTensorflow` alone. */
export const installed = (): Installation => {
  if (typeof found === "string") throw new Error(found)
  return found
}

export const onCpu: SessionSettings = { device: { type: "cpu" }, threads: 2 }

/** Tests that need TensorFlow; where it is not set up they are skipped as a whole, with the sentence that says how to get it. */
export const describeTensorflow = (name: string, tests: () => void): void => {
  if (typeof found === "string") it(`${name}: ${found}`, (context) => context.skip(found))
  else describe(name, tests)
}

/** One session for all tests around: to load TensorFlow takes a second or two. */
export const heldSession = (settings: SessionSettings = onCpu): () => Session => {
  const scope = Scope.makeUnsafe()
  let session: Session | undefined
  beforeAll(async () => {
    session = await Effect.runPromise(Scope.provide(openSession(installed(), settings), scope))
  })
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))
  return () => session!
}
