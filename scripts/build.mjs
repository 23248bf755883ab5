// Builds dist (JavaScript and types) and wasm (the estimator in WebAssembly), each only if what it is made from changed.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)

const fail = (sentence) => {
  console.error(`pvll: ${sentence}`)
  process.exit(1)
}

const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  fail(`this needs Node 22.19 or later, but runs on ${process.version}: `
    + "for this platform npm brings no Node of its own, so install one from nodejs.org")
}

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })

const isAssembly = (path) => path.split(sep).includes("assembly")

/** The program of an installed package, run by this very Node: no shell, so it is the same on every platform. */
const run = (name, program, args) => {
  const path = join("node_modules", name, program)
  if (!existsSync(path)) fail(`${name} is not installed: run npm ci without --omit=dev to build from the sources`)
  const { status } = spawnSync(process.execPath, [path, ...args], { stdio: "inherit" })
  if (status !== 0) process.exit(status ?? 1)
}

/** Makes the products in `folder` unless all are there, made from the same inputs by the same version of the tool. */
const target = (folder, tool, inputs, products, make) => {
  const manifest = join("node_modules", tool, "package.json")
  const hash = createHash("sha256")
  for (const path of [manifest, "scripts/build.mjs", ...inputs].filter((path) => existsSync(path)).toSorted()) {
    hash.update(`${path.split(sep).join("/")}\0`).update(readFileSync(path)).update("\0")
  }
  const digest = hash.digest("hex")
  const stamp = join(folder, ".made-from")
  const isMade = products.every((path) => existsSync(path))
  if (isMade && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return
  rmSync(stamp, { force: true })
  mkdirSync(folder, { recursive: true })
  make()
  writeFileSync(stamp, digest)
}

const sources = filesUnder("src")

target("wasm", "assemblyscript", sources.filter(isAssembly), [join("wasm", "lstm.wasm")], () =>
  run("assemblyscript", "bin/asc.js", [
    "src/effects/estimator/assembly/lstm.ts", "--outFile", "wasm/lstm.wasm",
    "-O3", "--noAssert", "--enable", "simd", "--runtime", "stub"
  ]))

const scripts = sources.filter((path) => !isAssembly(path) && !path.endsWith(".d.ts"))
const compiled = scripts.flatMap((path) => {
  const name = join("dist", relative("src", path).replace(/\.ts$/, ""))
  return [`${name}.js`, `${name}.d.ts`]
})

target("dist", "typescript", ["tsconfig.json", "tsconfig.build.json", ...scripts], compiled, () => {
  run("typescript", "bin/tsc", ["-p", "tsconfig.build.json"])
  for (const path of filesUnder("dist")) if (!compiled.includes(path)) rmSync(path)
})
