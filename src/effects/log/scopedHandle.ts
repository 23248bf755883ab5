import type { FileHandle } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

/** An open file, closed when the scope ends. What was to be durable has been synced by then: closing has nothing to say. */
export const scopedHandle = <E>(open: Effect.Effect<FileHandle, E>): Effect.Effect<FileHandle, E, Scope.Scope> =>
  Effect.acquireRelease(open, (handle) => Effect.promise(() => handle.close().catch(() => undefined)))
