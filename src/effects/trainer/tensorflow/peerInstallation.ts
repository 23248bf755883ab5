import { readdirSync, existsSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import type { Installation } from "./installation.ts"

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Where an npm package lies that can be required from a folder, or null. */
const packageFolderFrom = (root: string, name: string): string | null => {
  try {
    return dirname(createRequire(join(root, "package.json")).resolve(`${name}/package.json`))
  } catch {
    return null
  }
}

/** `libtensorflow.so.2.9.1`, `libtensorflow.2.9.1.dylib`: the download of the package has the version in its name alone. */
const libraryName = /^libtensorflow\.(?:so\.)?(\d+\.\d+\.\d+)(?:\.dylib)?$/u

/**
 * The optional peer `@tensorflow/tfjs-node` or `@tensorflow/tfjs-node-gpu`, where somebody has installed it with its own
 * library and that worked; null otherwise.
 */
export const peerInstallation = (variant: "cpu" | "gpu", root: string): Installation | null => {
  const packageName = variant === "gpu" ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node"
  const packageFolder = packageFolderFrom(root, packageName)
  if (packageFolder === null) return null
  const isBuilt = namesIn(join(packageFolder, "lib"))
    .some((name) => name.startsWith("napi-v") && existsSync(join(packageFolder, "lib", name, "tfjs_binding.node")))
  const tensorflow = namesIn(join(packageFolder, "deps", "lib")).map((name) => libraryName.exec(name)?.[1])
    .find((version) => version !== undefined)
  return isBuilt && tensorflow !== undefined
    ? { variant, source: "peer", folder: packageFolder, packageFolder, packageName, tensorflow }
    : null
}
