import { mkdtemp, open, rm } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { existsSync } from "node:fs"
import { ioReason } from "../log/ioReason.ts"

/** The folder itself, or the nearest one above it that is there. */
const existing = (folder: string): string => (existsSync(folder) ? folder : existing(dirname(folder)))

/** A file of our own in a folder of our own, gone afterwards. */
const withFile = async <A>(folder: string, use: (file: string) => Promise<A>): Promise<A> => {
  const place = existing(resolve(folder))
  const scratch = await mkdtemp(join(place, ".pvll-doctor-")).catch((cause: unknown) => {
    throw new Error(`nothing can be written in ${place}: ${ioReason(cause)}; choose another folder with --out`)
  })
  try {
    return await use(join(scratch, "file"))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Appends and syncs a line as a log does; gives the seconds that one took. */
export const syncedAppend = (folder: string): Promise<number> =>
  withFile(folder, async (file) => {
    const handle = await open(file, "a")
    try {
      const appends = 8
      const from = performance.now()
      for (let i = 0; i < appends; i++) {
        await handle.appendFile(`${"x".repeat(1000)}\n`)
        await handle.datasync()
      }
      return (performance.now() - from) / 1000 / appends
    } finally {
      await handle.close()
    }
  })

/** Locks a file and tries to lock it again: the second try has to be refused. */
export const kernelLock = (folder: string): Promise<void> =>
  withFile(folder, async (file) => {
    const { tryLock } = await import("fs-native-extensions")
    const [first, second] = [await open(file, "a"), await open(file, "a")]
    try {
      if (!tryLock(first.fd, 0, 1)) throw new Error(`a file in ${folder} cannot be locked; choose a folder on a local disk with --out`)
      if (tryLock(second.fd, 0, 1)) {
        throw new Error(`locks in ${folder} do not keep a second writer out; choose a folder on a local disk with --out`)
      }
    } finally {
      await first.close()
      await second.close()
    }
  })
