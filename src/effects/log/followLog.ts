import { Buffer } from "node:buffer"
import { open, stat } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { isReadonlyArrayNonEmpty } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { lineFault } from "../../core/log/damage.ts"
import { logDamage } from "./damageSentence.ts"
import { eventDecoder } from "./eventDecoder.ts"
import type { ReadPosition, StoredEvent } from "./eventDecoder.ts"
import type { LogReadError } from "./foldLog.ts"
import { ioReason } from "./ioReason.ts"
import { locateLog, standardInput } from "./locateLog.ts"
import { LogUnreadable } from "./logErrors.ts"
import { readLog } from "./readLog.ts"
import { scopedHandle } from "./scopedHandle.ts"

const chunkSize = 64 * 1024

const reading = <A>(file: string, call: () => Promise<A>) =>
  Effect.tryPromise({
    try: call,
    catch: (cause) => new LogUnreadable({ path: file, message: `${file} cannot be read: ${ioReason(cause)}` })
  })

/** How long the file is now; null where the name stands for another file, or for none. */
const lengthOf = async (file: string, handle: FileHandle): Promise<number | null> => {
  const [held, found] = await Promise.all([handle.stat({ bigint: true }), stat(file, { bigint: true }).catch(() => null)])
  return found !== null && held.ino === found.ino && held.dev === found.dev ? Number(held.size) : null
}

const replaced = (file: string, { line, byte }: ReadPosition) =>
  logDamage(file, { ...lineFault("replaced", "the log was replaced or became shorter while it was followed"), line, byte })

/**
 * The events of a log, and then those that are appended to it, without an end. Looks at the file's length every
 * `interval` milliseconds, which works on network disks too. A torn tail is a line that is still being written: it is
 * read again once the file has changed. Standard input is followed by reading it.
 */
export const followLog = (path: string, interval = 200): Stream.Stream<StoredEvent, LogReadError> =>
  path === standardInput ? readLog(path) : Stream.scoped(Stream.fromPull(Effect.gen(function*() {
    const file = yield* locateLog(path)
    const handle = yield* scopedHandle(reading(file, () => open(file, "r")))
    const buffer = Buffer.allocUnsafeSlow(chunkSize)
    let decoder = eventDecoder()
    let at = 0

    const untilChanged = Effect.gen(function*() {
      const length = at
      decoder = eventDecoder(decoder.position())
      at = decoder.position().byte
      for (;;) {
        yield* Effect.sleep(interval)
        const now = yield* reading(file, () => lengthOf(file, handle))
        if (now === null || now < at) return yield* replaced(file, decoder.position())
        if (now !== length) return
      }
    })

    return Effect.gen(function*() {
      for (;;) {
        const fault = decoder.fault()
        if (fault !== null) return yield* logDamage(file, fault)
        const { bytesRead } = yield* reading(file, () => handle.read(buffer, 0, chunkSize, at))
        if (bytesRead === 0) {
          yield* untilChanged
          continue
        }
        at += bytesRead
        const events = Array.from(decoder.push(buffer.subarray(0, bytesRead)))
        if (isReadonlyArrayNonEmpty(events)) return events
      }
    })
  })))
