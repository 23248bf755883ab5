import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ownFolder } from "./ownFolder.ts"

/** The folder of an npm package that is this one file of CommonJS. */
export const fakePackage = (name: string, source: string, others: Readonly<Record<string, string>> = {}): string => {
  const folder = join(ownFolder(), name)
  mkdirSync(folder)
  for (const [file, content] of Object.entries({ "package.json": JSON.stringify({ name, version: "1.0.0", main: "index.js" }), "index.js": source, ...others })) {
    writeFileSync(join(folder, file), content)
  }
  return folder
}

/** One that is loaded like TensorFlow's, and does nothing. */
export const idlePackage = (): string => fakePackage("idle", `
  module.exports = { backend: () => ({ binding: { TF_Version: "0" }, isUsingGpuDevice: false }) }
`)
