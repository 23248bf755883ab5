import { Buffer } from "node:buffer"
import { link, mkdir, open, rename, rm } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { ioCode } from "./ioReason.ts"

/** Makes the names in a folder durable. Windows has no such call and needs none. */
export const syncFolder = async (folder: string): Promise<void> => {
  try {
    const handle = await open(folder, "r")
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (process.platform !== "win32") throw cause
  }
}

/**
 * Makes a folder and those above it that are missing, durably. What was made is told one by one, outermost first,
 * so that it can be removed again.
 */
export const makeFolders = async (folder: string, made: (folder: string) => void): Promise<void> => {
  try {
    await mkdir(folder)
  } catch (cause) {
    if (ioCode(cause) === "EEXIST") return
    if (ioCode(cause) !== "ENOENT" || dirname(folder) === folder) throw cause
    await makeFolders(dirname(folder), made)
    try {
      await mkdir(folder)
    } catch (cause) {
      // Another search may have made it in between.
      if (ioCode(cause) === "EEXIST") return
      throw cause
    }
  }
  made(folder)
  await syncFolder(dirname(folder))
}

/** Writes all bytes from `position` on, however few the system takes at a time. */
export const writeAll = async (handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    if (bytesWritten === 0) throw new Error("the system took no bytes")
    done += bytesWritten
  }
}

/** Copies the bytes from `start` to `end` of one open file to the beginning of another. */
export const copyBytes = async (from: FileHandle, start: number, end: number, to: FileHandle): Promise<void> => {
  const buffer = Buffer.allocUnsafe(Math.min(end - start, 1024 * 1024))
  for (let at = start; at < end;) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, end - at), at)
    if (bytesRead === 0) throw new Error("the file became shorter while it was copied")
    await writeAll(to, buffer.subarray(0, bytesRead), at - start)
    at += bytesRead
  }
}

/** What `link` answers where hard links do not work, or not between these two places. */
export const noHardLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"])

/** Gives a finished file its name, durably or not at all; fails with EEXIST where the name is taken. */
export const publish = async (unfinished: string, file: string): Promise<void> => {
  try {
    await link(unfinished, file)
    await rm(unfinished, { force: true })
  } catch (cause) {
    // A file system without hard links; that the name is free was seen under the writer's lock.
    if (!noHardLinks.has(ioCode(cause))) throw cause
    await rename(unfinished, file)
  }
  await syncFolder(dirname(file)).catch(async (cause: unknown) => {
    await rm(file, { force: true })
    throw cause
  })
}
