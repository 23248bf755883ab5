import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
// The setup runs on sources alone, before anything is built, and so is plain JavaScript; what it left is read by its own
// reader, since a second one would have to agree with it on the pins, the folders and the stamp.
import { setupState, variantFolder } from "../../../../scripts/tensorflow/ready.mjs"
import { peerInstallation } from "./peerInstallation.ts"

/** A TensorFlow that can be loaded here. */
export interface Installation {
  readonly variant: "cpu" | "gpu"
  /** brought by the setup, or an installed `@tensorflow/tfjs-node(-gpu)` with the library that it downloaded itself */
  readonly source: "setup" | "peer"
  /** all of it */
  readonly folder: string
  /** the npm package with the binding, and its name */
  readonly packageFolder: string
  readonly packageName: string
  /** the library's version */
  readonly tensorflow: string
}

/** From the sources and from dist it is the same number of steps up. */
const packageRoot = fileURLToPath(new URL("../../../../", import.meta.url))

/** A path as a shell takes it for one word. */
const shellWord = (text: string): string => (/^[\w@%+=:,./\\-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** The command that sets a variant up; run from elsewhere it has to name this package. */
export const setupCommand = (variant: "cpu" | "gpu", root: string = packageRoot, folder: string = process.cwd()): string => {
  const place = relative(root, folder)
  const isInside = place === "" || !(place.startsWith("..") || place.split(/[\\/]/u).includes("node_modules"))
  const prefix = isInside ? "" : ` --prefix ${shellWord(root.replace(/[\\/]$/u, ""))}`
  return `npm${prefix} run setup:tensorflow${variant === "gpu" ? " -- --gpu" : ""}`
}

/** Whether a variant was set up here, whatever became of it. */
export const isSetUp = (variant: "cpu" | "gpu", root: string = packageRoot): boolean =>
  setupState(root, variant).state !== "absent"

/** The TensorFlow that is here for a variant; a string is the sentence that says how to get it. It loads nothing. */
export const installation = (variant: "cpu" | "gpu", root: string = packageRoot): Installation | string => {
  const found = setupState(root, variant)
  const what = variant === "gpu" ? "TensorFlow for GPUs" : "TensorFlow"
  const command = setupCommand(variant, root)
  switch (found.state) {
    case "ready": {
      const folder = variantFolder(root, variant)
      const { package: packageName, tensorflow } = found.ready
      const packageFolder = join(folder, "node_modules", packageName)
      return { variant, source: "setup", folder, packageFolder, packageName, tensorflow }
    }
    case "stale":
      return `${what} was set up here for other versions than this pvll is made for: run ${command} again`
    case "damaged":
      return `${what} is set up here, but ${found.file} is missing or has another size: run ${command} again`
    case "absent":
      return peerInstallation(variant, root) ?? `${what} is not set up here: run ${command}`
  }
}
