import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const here = fileURLToPath(new URL(".", import.meta.url))

/** The folder with every version that the setup brings, and nothing else. */
export const pinsFolder = join(here, "pins")

/** Our own source among those of the binding. */
export const sessionOptionsSource = join(here, "sessionOptions.cc")

/**
 * Raise it when the setup itself makes something else out of the same pins, so that what stands is made again.
 */
export const setupVersion = 1

/** A wheel: where `file` is its name in the registry, and the sizes are of the download and of what is taken out of it.
 * @typedef {{ name: string, version: string, file: string, sha256: string, bytes: number, unpackedBytes: number }} Wheel
 */

/** @returns {{ tensorflow: string, wheels: Record<string, Record<string, Wheel[]>>, compiler: Record<string, Wheel> }} */
export const wheelPins = () => JSON.parse(readFileSync(join(pinsFolder, "wheels.json"), "utf8"))

/** SHA-256 of parts, each kept apart from the next.
 * @param {readonly (string | Uint8Array)[]} parts
 */
export const digestOf = (parts) =>
  parts.reduce((hash, part) => hash.update(String(part.length)).update("\0").update(part), createHash("sha256")).digest("hex")

/** SHA-256 of all that decides what a variant's folder holds: a folder with another digest is made again.
 * @param {"cpu" | "gpu"} variant
 */
export const pinsDigest = (variant) => {
  const { tensorflow, wheels } = wheelPins()
  const folder = join(pinsFolder, variant)
  const packages = readdirSync(folder).toSorted().map((name) => readFileSync(join(folder, name)))
  return digestOf([
    String(setupVersion), tensorflow, JSON.stringify(wheels[variant]), ...packages, readFileSync(sessionOptionsSource)
  ])
}

/** The npm package of a variant, and its version.
 * @param {"cpu" | "gpu"} variant
 * @returns {{ name: string, version: string }}
 */
export const bindingPackage = (variant) => {
  const { dependencies } = JSON.parse(readFileSync(join(pinsFolder, variant, "package.json"), "utf8"))
  const name = variant === "gpu" ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node"
  return { name, version: dependencies[name] }
}
