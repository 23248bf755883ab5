import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../", import.meta.url))
let folder = ""

/** A copy of the rules of the project, with one file in its core. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pvll-purity-"))
  mkdirSync(join(folder, "src/core"), { recursive: true })
  for (const rule of ["package.json", "tsconfig.json", ".oxlintrc.json", "lint", "src/core/tsconfig.json", "src/core/forbidden.d.ts"]) {
    cpSync(join(root, rule), join(folder, rule), { recursive: true })
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction")
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (script: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "node_modules", script), ...args], { cwd: folder, encoding: "utf8" })
  return { status, text: stdout + stderr }
}
const withCore = (source: string) => {
  writeFileSync(join(folder, "src/core/file.ts"), source)
  return {
    lint: run("oxlint/bin/oxlint", ["src/core/file.ts"]),
    compile: run("typescript/bin/tsc", ["-p", "src/core/tsconfig.json"])
  }
}

describe("the rules of the core", () => {
  it("let arithmetic and fp-ts pass", () => {
    const { lint, compile } = withCore(
      "import { right } from \"fp-ts/lib/Either.js\"\nexport const half = (x: number) => right(Math.sqrt(x) / 2)\n")
    expect(lint.text).toContain("0 errors")
    expect(compile).toEqual({ status: 0, text: "" })
  })

  it.each([
    ["Effect", "import * as Effect from \"effect/Effect\"\nexport const one = Effect.succeed(1)\n"],
    ["Node", "import { readFileSync } from \"node:fs\"\nexport const read = readFileSync\n"],
    ["the console", "export const say = () => console.log(1)\n"],
    ["WebAssembly", "export const memory = new WebAssembly.Memory({ initial: 1 })\n"]
  ])("make %s an error of the compiler and of the linter", (_, source) => {
    const { lint, compile } = withCore(source)
    expect(lint.status, lint.text).not.toBe(0)
    expect(compile.status, compile.text).not.toBe(0)
  })

  it.each([
    ["Math.exp", "export const grow = (x: number) => Math.exp(x)\n"],
    ["**", "export const cube = (x: number) => x ** 3\n"],
    ["the clock", "export const now = () => Date.now()\n"],
    ["chance", "export const chance = () => Math.random()\n"],
    ["the edges", "import { version } from \"../effects/version.ts\"\nexport const mine = version\n"]
  ])("make %s an error of the linter", (_, source) => {
    expect(withCore(source).lint.status).not.toBe(0)
  })
})
