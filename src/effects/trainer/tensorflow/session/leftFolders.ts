import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"

/** How the name of a process's folder for TensorFlow begins. */
export const folderPrefix = (pid: number): string => `pvll-tensorflow-${pid}-`

const named = new RegExp(`^${folderPrefix(0).replace("0", "(\\d+)")}`, "u")

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== "ESRCH"
  }
}

const namesIn = (parent: string): readonly string[] => {
  try {
    return readdirSync(parent)
  } catch {
    // No such folder: whoever needs it says so.
    return []
  }
}

/**
 * Takes away what processes left that were killed together with their TensorFlow. A folder that a process still needs
 * which cannot be seen from here (in another container) is made again by it.
 */
export const removeLeftFolders = (parent: string): void => {
  for (const name of namesIn(parent)) {
    const pid = named.exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    try {
      rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      // Another user's.
    }
  }
}
