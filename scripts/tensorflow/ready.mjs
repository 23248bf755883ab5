import { readFileSync } from "node:fs"
import { join } from "node:path"
import { hasSize } from "./files.mjs"
import { pinsDigest } from "./pins.mjs"

/** Where everything of a variant lies.
 * @param {string} root of this package
 * @param {"cpu" | "gpu"} variant
 */
export const variantFolder = (root, variant) => join(root, ".tensorflow", variant)

/**
 * What `ready.json` says about a folder; it is written last. `files` are the ones that the engine cannot run without.
 * @typedef {{ tensorflow: string, variant: "cpu" | "gpu", platform: string, pins: string,
 *   package: string, packageVersion: string, binding: string, files: Record<string, { bytes: number, sha256?: string }>
 * }} Ready
 */

/**
 * The state of a variant's folder: "absent", "stale" (made from other pins, or on another platform), "damaged" (a file
 * is missing or has another size) or "ready".
 * @param {string} root
 * @param {"cpu" | "gpu"} variant
 * @returns {{ state: "absent" } | { state: "stale", ready: Ready } | { state: "damaged", ready: Ready, file: string }
 *   | { state: "ready", ready: Ready }}
 */
export const setupState = (root, variant) => {
  const folder = variantFolder(root, variant)
  let ready
  try {
    ready = JSON.parse(readFileSync(join(folder, "ready.json"), "utf8"))
  } catch {
    return { state: "absent" }
  }
  const isOurs = ready.pins === pinsDigest(variant) && ready.platform === `${process.platform}-${process.arch}`
  if (!isOurs) return { state: "stale", ready }
  const damaged = Object.entries(ready.files).find(([path, { bytes }]) => !hasSize(join(folder, path), bytes))
  return damaged === undefined ? { state: "ready", ready } : { state: "damaged", ready, file: damaged[0] }
}
