import { access, open, rm } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"
import { dirname } from "node:path"
import { copyBytes, publish, syncFolder } from "./durably.ts"

const copyTo = async (handle: FileHandle, start: number, end: number, aside: string): Promise<void> => {
  const draft = `${aside}.new`
  await rm(draft, { force: true })
  const copy = await open(draft, "wx")
  try {
    await copyBytes(handle, start, end, copy)
    await copy.sync()
    await publish(draft, aside)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  } finally {
    await copy.close()
  }
}

const firstFree = async (name: string): Promise<string> => {
  for (let n = 1;; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`
    if (await access(candidate).then(() => false, () => true)) return candidate
  }
}

/**
 * Moves the end of an open log, from byte `start` on, to a file of its own beside it, and gives that file's name:
 * `events.ndjson.torn-1234`, or `...-1234-2` where there is one already. The copy is durable before the log is cut,
 * so that a crash in between loses nothing. A log of which nothing stays is removed; one without bytes leaves no copy.
 */
export const setAside = async (handle: FileHandle, file: string, start: number, what: "torn" | "damaged"): Promise<string | null> => {
  const { size } = await handle.stat()
  const aside = size > start ? await firstFree(`${file}.${what}-${start}`) : null
  if (aside !== null) await copyTo(handle, start, size, aside)
  if (start > 0) {
    await handle.truncate(start)
    await handle.sync()
  } else {
    await rm(file)
    await syncFolder(dirname(file))
  }
  return aside
}
