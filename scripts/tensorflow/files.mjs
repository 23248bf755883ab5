import { createHash } from "node:crypto"
import { createReadStream, lstatSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Whether a file is there with just this size.
 * @param {string} path
 * @param {number} bytes
 */
export const hasSize = (path, bytes) => statSync(path, { throwIfNoEntry: false })?.size === bytes

/** SHA-256 of a file in hexadecimal, or undefined where there is none.
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export const sha256Of = async (path) => {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined
  const hash = createHash("sha256")
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(part)
  return hash.digest("hex")
}

/** Bytes of all files below a folder, which another program may be writing to at the same time.
 * @param {string} folder
 * @returns {number}
 */
export const bytesBelow = (folder) => {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return sum + (entry.isDirectory() ? bytesBelow(path) : (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0))
    }, 0)
  } catch {
    return 0
  }
}

/** Writes a JSON file whole or not at all.
 * @param {string} path
 * @param {unknown} value
 */
export const writeJson = (path, value) => {
  writeFileSync(`${path}.part`, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(`${path}.part`, path)
}

/** A size as people say it: "274 MB", "3.4 GB".
 * @param {number} bytes
 */
export const sizeText = (bytes) => {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`
}
