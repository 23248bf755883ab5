import { spawn, spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { launcher } from "./program.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-launcher-"))
const alone = join(folder, "bin", "pvll.mjs")
const oldNode = join(folder, "old.cjs")

beforeAll(() => {
  mkdirSync(join(folder, "bin"))
  copyFileSync(launcher, alone)
  // The Node of the tests says that it is an old one, until the launcher has found a better one.
  writeFileSync(oldNode, `
    if (!process.env.PVLL_LAUNCHED) {
      Object.defineProperty(process, "versions", { value: Object.assign({}, process.versions, { node: "20.1.0" }) })
    }`)
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" })
  return { status, stdout, stderr }
}

const hasPlatformNode = (() => {
  try {
    const system = process.platform === "win32" ? "win" : process.platform
    createRequire(launcher).resolve(`node-${system}-${process.arch}/package.json`)
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!hasPlatformNode)("on an old Node the platform package's Node takes over", () => {
  test("with the same output and exit status", () => {
    expect(run("-r", oldNode, launcher, "--help")).toEqual(run(launcher, "--help"))
    const refused = run("-r", oldNode, launcher, "serach")
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/^pvll: there is no verb serach/)
  })
})

test("an old Node without a platform package is told in one sentence", () => {
  expect(run("-r", oldNode, alone, "--help")).toEqual({
    status: 2, stdout: "", stderr: "pvll: Node 20.1.0 is too old; install Node 22.19 or later\n"
  })
})

test("a checkout that is not built is told in one sentence", () => {
  expect(run(alone, "--help")).toEqual({
    status: 2, stdout: "", stderr: "pvll: dist/ is missing, so nothing is built yet; run `npm ci` or `npm run build`\n"
  })
})

test("a reader that has enough ends the program quietly", async () => {
  const child = spawn(process.execPath, [launcher, "completions", "bash"], { stdio: ["ignore", "pipe", "pipe"] })
  child.stdout.destroy()
  let complaints = ""
  child.stderr.on("data", (text) => (complaints += text))
  const status = await new Promise((ended) => child.on("close", ended))
  expect([status, complaints]).toEqual([0, ""])
})
