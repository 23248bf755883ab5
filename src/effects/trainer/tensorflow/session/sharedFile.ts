import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { folderPrefix, removeLeftFolders } from "./leftFolders.ts"

/**
 * A file that this process writes batches to and TensorFlow's reads them from: in memory where the system has such a
 * folder. It has no name any more, so that its memory is free once both have ended, however they end.
 */
export interface SharedFile {
  /** descriptor */
  readonly file: number
  /** a folder for TensorFlow's process alone, beside where the file was; both processes take it away */
  readonly folder: string
  /** writes numbers from a place, in bytes, on; throws where they have no room */
  readonly write: (values: Float32Array | Int32Array, at: number) => void
  readonly close: () => void
}

const writeAll = (file: number, bytes: Uint8Array, at: number): void => {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, at + done)
}

/** Room for the graph of an architecture, beside the batches: the largest ones take a few MB. */
const graphRoom = 8 * 2 ** 20

/** Takes the space at once, since a file in memory that only has a length would run out of it in the middle of a search. */
const reserve = (file: number, bytes: number): void => {
  const zeros = new Uint8Array(2 ** 20)
  for (let at = 0; at < bytes + graphRoom; at += zeros.length) writeAll(file, zeros, at)
  ftruncateSync(file, bytes)
}

const openIn = (parent: string, bytes: number): SharedFile => {
  removeLeftFolders(parent)
  const folder = mkdtempSync(join(parent, folderPrefix(process.pid)))
  const close = (file: number | null): void => {
    if (file !== null) closeSync(file)
    rmSync(folder, { recursive: true, force: true })
  }
  let file: number | null = null
  try {
    const path = join(folder, "batches")
    const opened = file = openSync(path, "wx+", 0o600)
    unlinkSync(path)
    reserve(opened, bytes)
    return {
      file: opened,
      folder,
      write: (values, at) => writeAll(opened, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at),
      close: () => close(opened)
    }
  } catch (cause) {
    close(file)
    throw cause
  }
}

const inMemory = "/dev/shm"

/**
 * Reserves so many bytes, on the disk where memory has too few of them (in a container often 64 MB). Throws where neither
 * has.
 */
export const openSharedFile = (bytes: number, folders: readonly string[] = [inMemory, tmpdir()]): SharedFile => {
  const [first, ...others] = folders
  try {
    return openIn(first!, bytes)
  } catch (cause) {
    if (others.length === 0) throw cause
    return openSharedFile(bytes, others)
  }
}
