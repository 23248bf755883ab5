import { accessSync, closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A file that one process writes batches to and another one reads them from: in memory where the system has such a folder. */
export interface SharedFile {
  readonly path: string
  /** writes numbers from a place, in bytes, on */
  readonly write: (values: Float32Array | Int32Array, at: number) => void
  /** takes the name away once the other process has the file open: then its memory is free as soon as both have ended */
  readonly forget: () => void
  /** its folder, which is its own, goes too */
  readonly close: () => void
}

const inMemory = "/dev/shm"

const folder = (): string => {
  try {
    accessSync(inMemory, constants.W_OK)
    return inMemory
  } catch {
    return tmpdir()
  }
}

/** Throws where no file can be made. */
export const openSharedFile = (): SharedFile => {
  const own = mkdtempSync(join(folder(), "pvll-batches-"))
  const path = join(own, "batches")
  const file = openSync(path, "wx+", 0o600)
  return {
    path,
    write: (values, at) => {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, at + done)
    },
    forget: () => rmSync(path, { force: true }),
    close: () => {
      closeSync(file)
      rmSync(own, { recursive: true, force: true })
    }
  }
}
