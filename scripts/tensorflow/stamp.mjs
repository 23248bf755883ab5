import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { hasSize, writeJson } from "./files.mjs"

/**
 * A finished step of the setup: what it was made from, and what it made (path below the folder, bytes). A run that was
 * stopped, or one after a change of the pins, does again only the steps without a stamp that fits.
 * @typedef {{ digest: string, files: Record<string, number> }} Stamp
 */

const stampPath = (folder, step) => join(folder, "steps", `${step}.json`)

/** @returns {Stamp | undefined} */
const readStamp = (folder, step) => {
  try {
    return JSON.parse(readFileSync(stampPath(folder, step), "utf8"))
  } catch {
    return undefined
  }
}

/** Whether a step is finished from just these inputs, and all that it made is still there.
 * @param {string} folder
 * @param {string} step
 * @param {string} digest of all that the step is made from
 */
export const isDone = (folder, step, digest) => {
  const stamp = readStamp(folder, step)
  return stamp?.digest === digest
    && Object.entries(stamp.files).every(([path, bytes]) => hasSize(join(folder, path), bytes))
}

/** Forgets a step, with what it made, so that nothing of another version stays.
 * @param {string} folder
 * @param {string} step
 */
export const forget = (folder, step) => {
  const stamp = readStamp(folder, step)
  if (!existsSync(stampPath(folder, step))) return
  for (const path of Object.keys(stamp?.files ?? {})) rmSync(join(folder, path), { force: true })
  rmSync(stampPath(folder, step))
}

/** Says that a step is finished.
 * @param {string} folder
 * @param {string} step
 * @param {Stamp} stamp
 */
export const stampDone = (folder, step, stamp) => {
  mkdirSync(join(folder, "steps"), { recursive: true })
  writeJson(stampPath(folder, step), stamp)
}
