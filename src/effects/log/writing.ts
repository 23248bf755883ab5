import * as Effect from "effect/Effect"
import { ioCode, ioReason } from "./ioReason.ts"
import { LogWriteFailed } from "./logErrors.ts"

/** A failed call on the way to a durable file; `way` says what to do about it. */
export const writeFailed = (file: string, cause: unknown, way: string): LogWriteFailed =>
  new LogWriteFailed({ file, code: ioCode(cause), message: `${file} cannot be written: ${ioReason(cause)}; ${way}` })

/** Runs I/O calls that change a log or what lies beside it. */
export const writing = <A>(file: string, way: string, calls: () => Promise<A>): Effect.Effect<A, LogWriteFailed> =>
  Effect.tryPromise({ try: calls, catch: (cause) => (cause instanceof LogWriteFailed ? cause : writeFailed(file, cause, way)) })
