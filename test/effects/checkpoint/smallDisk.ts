import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import { temporaryFolder } from "../log/temporaryFolder.ts"

/** A disk of its own of this size, or null where none may be mounted. */
export const smallDisk = (size: string): string | null => {
  const folder = join(temporaryFolder(), "disk")
  mkdirSync(folder)
  if (process.platform !== "linux" || spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]).status !== 0) return null
  onTestFinished(() => void spawnSync("umount", ["-l", folder]))
  return folder
}

/** Mounts it again under other options; false where that failed. */
export const remount = (disk: string, options: string): boolean =>
  spawnSync("mount", ["-o", `remount,${options}`, disk]).status === 0

export const noMounts = "mounting a tmpfs is not permitted here"
