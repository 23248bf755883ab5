import { open, readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { makeFolders, syncFolder, writeAll } from "../log/durably.ts"
import { ioCode } from "../log/ioReason.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { sha256 } from "../log/sha256.ts"
import { writing } from "../log/writing.ts"
import { checkpointFolder } from "./checkpointFile.ts"

/** What a checkpoint is called until all of it is on the disk. */
const unfinished = (file: string): string => `${file}.new`

const removeLeftOvers = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (name.endsWith(unfinished(""))) await rm(join(folder, name), { force: true })
  }
}

const holds = async (file: string, digest: string): Promise<boolean> => {
  try {
    return sha256(await readFile(file)) === digest
  } catch (cause) {
    if (ioCode(cause) === "ENOENT") return false
    throw cause
  }
}

const write = async (file: string, content: Uint8Array): Promise<void> => {
  const draft = unfinished(file)
  try {
    const handle = await open(draft, "wx")
    try {
      await writeAll(handle, content, 0)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw cause
  }
}

/**
 * Keeps a checkpoint beside the log under its SHA-256, durably or not at all, and returns that name. The same content
 * is kept once; a damaged file under this name is replaced. To be called by the writer of the run's log, one at a
 * time: what an earlier save was interrupted in is removed.
 */
export const saveCheckpoint = (runFolder: string, content: Uint8Array): Effect.Effect<string, LogWriteFailed> => {
  const digest = sha256(content)
  const folder = checkpointFolder(runFolder)
  const file = join(folder, digest)
  const way = `the log is complete, and once that is mended \`pvll resume ${runFolder}\` goes on`
  return writing(file, way, async () => {
    await makeFolders(folder, () => {})
    await removeLeftOvers(folder)
    if (!(await holds(file, digest))) await write(file, content)
    // Also for a file that is there already: what gave it its name may have been killed before this.
    await syncFolder(folder)
    return digest
  }).pipe(Effect.uninterruptible)
}
