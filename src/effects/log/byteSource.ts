import { Buffer } from "node:buffer"
import { read } from "node:fs"
import { open } from "node:fs/promises"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ioReason } from "./ioReason.ts"
import { standardInput } from "./locateLog.ts"
import { LogUnreadable } from "./logErrors.ts"
import { scopedHandle } from "./scopedHandle.ts"

/** Bytes in order. */
export interface ByteSource {
  /** what to call it in a sentence */
  readonly name: string
  /** The next bytes, valid until the next call; null at the end. */
  readonly read: Effect.Effect<Uint8Array | null, LogUnreadable>
}

const chunkSize = 64 * 1024

const unreadable = (name: string) => (cause: unknown) =>
  new LogUnreadable({ path: name, message: `${name} cannot be read: ${ioReason(cause)}` })

const fromStandardInput = Effect.acquireRelease(
  Effect.sync(() => process.stdin[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>),
  (chunks) => Effect.promise(async () => chunks.return?.())
).pipe(Effect.map((chunks): ByteSource => {
  const name = "standard input"
  return {
    name,
    read: Effect.tryPromise({ try: () => chunks.next(), catch: unreadable(name) }).pipe(
      Effect.map(({ value, done }) => (done === true ? null : value))
    )
  }
}))

const fromFile = Effect.fnUntraced(function*(file: string) {
  const handle = yield* scopedHandle(Effect.tryPromise({ try: () => open(file, "r"), catch: unreadable(file) }))
  const buffer = Buffer.allocUnsafeSlow(chunkSize)
  // A log that grows while it is read ends where it ended when it was opened: nobody chases a running search.
  const found = yield* Effect.tryPromise({ try: () => handle.stat(), catch: unreadable(file) })
  let left = found.isFile() ? found.size : Infinity
  // Without a position, so that a pipe can be read as well.
  const next: ByteSource["read"] = Effect.callback((resume) => {
    read(handle.fd, buffer, 0, Math.min(chunkSize, left), null, (cause, length) => {
      left -= length
      if (cause) resume(Effect.fail(unreadable(file)(cause)))
      else resume(Effect.succeed(length === 0 ? null : buffer.subarray(0, length)))
    })
  })
  return { name: file, read: next } satisfies ByteSource
})

/** Opens a located log for reading from its first byte. */
export const openBytes = (located: string): Effect.Effect<ByteSource, LogUnreadable, Scope.Scope> =>
  located === standardInput ? fromStandardInput : fromFile(located)
