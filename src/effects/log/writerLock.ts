import { open, readFile, rm, stat } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { hostname } from "node:os"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ioCode, ioReason } from "./ioReason.ts"
import { LogLocked } from "./logErrors.ts"
import type { LogWriteFailed } from "./logErrors.ts"
import { writeFailed } from "./writing.ts"

/**
 * One writer a log: a kernel lock on a file beside it, which the system releases however the process ends.
 * The lock is what counts; the file's content only tells a second writer who holds it, and an old one means nothing.
 */

/** The locked byte lies far behind the content, which therefore stays readable on Windows as well. */
const lockedByte = 0x4000_0000

const way = "make its folder writable, or choose another place with --out"

const holder = async (lockFile: string): Promise<string> => {
  try {
    const { pid, host, since } = JSON.parse(await readFile(lockFile, "utf8"))
    return `process ${Number(pid)} on ${host === hostname() ? "this machine" : String(host)} since ${String(since)}`
  } catch {
    return "another process"
  }
}

const isAt = async (handle: FileHandle, path: string): Promise<boolean> => {
  try {
    const [held, found] = await Promise.all([handle.stat({ bigint: true }), stat(path, { bigint: true })])
    return held.ino === found.ino && held.dev === found.dev
  } catch (cause) {
    if (ioCode(cause) === "ENOENT") return false
    throw cause
  }
}

const sign = async (handle: FileHandle): Promise<void> => {
  const content = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() })
  await handle.truncate(0)
  await handle.write(`${content}\n`, 0)
}

const tryLock = async (handle: FileHandle): Promise<boolean> => {
  const native = await import("fs-native-extensions").catch((cause: unknown) => {
    throw new Error(`the kernel lock of the package fs-native-extensions does not load here (${ioReason(cause)})`)
  })
  return native.tryLock(handle.fd, lockedByte, 1)
}

/** The lock's handle; null where another writer holds it. */
const acquire = async (lockFile: string): Promise<FileHandle | null> => {
  for (;;) {
    const handle = await open(lockFile, "a+")
    let mine = false
    try {
      if (!await tryLock(handle)) return null
      // The last writer removes its lock file: what was locked may no longer be the file of that name.
      mine = await isAt(handle, lockFile)
      if (!mine) continue
      // A full disk must not keep anybody from resuming: the lock holds without its content.
      await sign(handle).catch(() => undefined)
      return handle
    } finally {
      if (!mine) await handle.close()
    }
  }
}

/** Holds the writer's lock of a log until the scope ends. */
export const lockWriter = (file: string): Effect.Effect<void, LogLocked | LogWriteFailed, Scope.Scope> => {
  const lockFile = `${file}.lock`
  return Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        const handle = await acquire(lockFile)
        if (handle !== null) return handle
        throw new LogLocked({ file, message: `${file} is being written by ${await holder(lockFile)}; wait until it ends, or stop it` })
      },
      catch: (cause) => (cause instanceof LogLocked ? cause : writeFailed(lockFile, cause, way))
    }),
    (handle) => Effect.promise(async () => {
      await rm(lockFile, { force: true }).catch(() => undefined)
      await handle.close()
    })
  ).pipe(Effect.asVoid)
}
