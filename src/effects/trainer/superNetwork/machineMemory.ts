import { readFileSync } from "node:fs"
import { freemem, totalmem } from "node:os"

/** Bytes that a program can get: of the machine, or of the control group (container) that it runs in. */
export interface MachineMemory {
  /** all there is, used or not */
  readonly total: number
  /** what can be had now without others losing theirs */
  readonly free: number
}

const readLines = (path: string): readonly string[] => {
  try {
    return readFileSync(path, "utf8").split("\n")
  } catch {
    return []
  }
}

/** Files that a control group (version 2) keeps in memory count as used there, but make room when asked. */
const reclaimable = (): number | undefined => {
  const group = readLines("/proc/self/cgroup").find((line) => line.startsWith("0::"))?.slice(3)
  if (group === undefined) return undefined
  const line = readLines(`/sys/fs/cgroup${group}/memory.stat`).find((text) => text.startsWith("inactive_file "))
  return line === undefined ? undefined : Number(line.slice("inactive_file ".length))
}

/**
 * What this machine can give. On macOS `freemem` counts only the pages that hold nothing at all, soon very few; there all
 * memory counts as free, since the system compresses and swaps.
 */
export const machineMemory = (): MachineMemory => {
  const physical = totalmem()
  const limit = process.constrainedMemory()
  const free = process.platform === "darwin" ? physical : freemem()
  // Without a limit the system gives 0 or a number beyond any machine.
  if (!(limit > 0 && limit < physical)) return { total: physical, free }
  const files = reclaimable()
  return { total: limit, free: Math.min(free, files === undefined ? limit : process.availableMemory() + files) }
}
