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

/** Makes the products unless all are there, made from the same inputs by the same version of the tool; `stamp` says so. */
const target = (stamp, tool, inputs, products, make) => {
  const manifest = join("node_modules", tool, "package.json")
  const hash = createHash("sha256")
  for (const path of [manifest, "scripts/build.mjs", ...inputs].filter((path) => existsSync(path)).toSorted()) {
    hash.update(`${path.split(sep).join("/")}\0`).update(readFileSync(path)).update("\0")
  }
  const digest = hash.digest("hex")
  const isMade = products.every((path) => existsSync(path))
  if (isMade && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return
  rmSync(stamp, { force: true })
  mkdirSync(dirname(stamp), { recursive: true })
  make()
  writeFileSync(stamp, digest)
}

const sources = filesUnder("src")

/** Makes wasm/NAME.wasm from NAME.ts in a folder that holds all that it imports. */
const assembly = (folder, name, options) => {
  const product = join("wasm", `${name}.wasm`)
  target(join("wasm", `.${name}-made-from`), "assemblyscript", filesUnder(folder), [product], () =>
    run("assemblyscript", "bin/asc.js", [
      join(folder, `${name}.ts`), "--outFile", product, "-O3", "--noAssert", "--enable", "simd", "--runtime", "stub",
      ...options
    ]))
}

assembly(join("src", "effects", "estimator", "assembly"), "lstm", [])

// The memory is shared by all threads. The module's constants end before byte 32768, where the control block begins.
// Warning 112 is about vectors as arguments of exports: no function of the module itself has any.
assembly(join("src", "effects", "trainer", "wasm", "assembly"), "network", [
  "--enable", "threads", "--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536",
  "--memoryBase", "1024", "--disableWarning", "112"
])

const scripts = sources.filter((path) => !isAssembly(path) && !path.endsWith(".d.ts"))
const compiled = scripts.flatMap((path) => {
  const name = join("dist", relative("src", path).replace(/\.ts$/, ""))
  return [`${name}.js`, `${name}.d.ts`]
})

target(join("dist", ".made-from"), "typescript", ["tsconfig.json", "tsconfig.build.json", ...scripts], compiled, () => {
  run("typescript", "bin/tsc", ["-p", "tsconfig.build.json"])
  for (const path of filesUnder("dist")) if (!compiled.includes(path)) rmSync(path)
})
