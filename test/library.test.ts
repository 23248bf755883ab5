import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"

/** The examples import pvll by its name, as a user of the library does: what runs is the built package. */
const root = fileURLToPath(new URL("..", import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), "pvll-library-"))
afterAll(() => rmSync(temporary, { recursive: true }))

const node = (...args: readonly string[]) => {
  const { NODE_OPTIONS: _, ...rest } = process.env
  const env = { ...rest, TMPDIR: temporary, TEMP: temporary, TMP: temporary, NO_COLOR: "1" }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: root, env })
  return { status, stdout, stderr }
}

test("the types that the package exports fit the examples", () => {
  const checked = node("node_modules/typescript/bin/tsc", "-p", "examples")
  expect(checked).toEqual({ status: 0, stdout: "", stderr: "" })
})

test("a program searches, reads its log, computes it again and fits estimators to it", () => {
  const { status, stdout } = node("examples/search.ts")
  expect(status).toBe(0)
  expect(stdout).toMatch(/loss: 0\.\d+/)
  expect(stdout).toContain("computed again: the same")
  expect(stdout).toMatch(/ridge -?\d\.\d{3}\ngp -?\d\.\d{3}\n/)
})

test("a program brings a trainer of its own", () => {
  const { status, stdout } = node("examples/trainer.ts")
  expect(status).toBe(0)
  expect(stdout.trim().split("\n")).toHaveLength(31)
  expect(stdout).toContain("measured 30")
})

test("the README shows the first example as it is", () => {
  const unix = (path: string) => readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n")
  expect(unix("README.md")).toContain(unix("examples/search.ts").trim())
})
