import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { pvll } from "./program.ts"
import { writeRun } from "./writtenLog.ts"

const folder = mkdtempSync(join(tmpdir(), "pvll-diff-"))
afterAll(() => rmSync(folder, { recursive: true }))

const base = writeRun(folder, "base")
const document = (...args: readonly string[]) => {
  const { status, stdout, stderr } = pvll(["diff", "--json", ...args])
  expect(stderr).toBe("")
  return { status, ...JSON.parse(stdout) }
}

describe("pvll diff", () => {
  test("of a log and itself: the same, exit status 0", () => {
    const { status, same, divergence } = document(base, join(base, "events.ndjson"))
    expect({ status, same, divergence }).toEqual({ status: 0, same: true, divergence: null })
    const { stdout } = pvll(["diff", base, base])
    expect(stdout).toContain("The same: all facts are equal.")
  })

  test("names the cause and the place, exit status 1, and mirrors when turned round", () => {
    const other = writeRun(folder, "other-seed", { seed: 2 })
    const one = document(base, other)
    expect(one).toMatchObject({ status: 1, same: false, divergence: { seq: 0, seqB: 0, step: 0, cause: "seed" } })
    expect(document(other, base).divergence).toMatchObject({ seq: 0, cause: "seed" })
  })

  test("finds the step at which a trainer measured something else", () => {
    const other = writeRun(folder, "other-measurement", { worse: { 11: 0.5 } })
    expect(document(base, other)).toMatchObject({ status: 1, divergence: { step: 11, cause: "measurement" } })
    const { stdout } = pvll(["diff", base, other])
    expect(stdout).toMatch(/They part at step 11 \(event \d+ of A, \d+ of B\)\. Cause: measurement\./)
    expect(stdout).toMatch(/^best loss +0\.\d+ +0\.\d+$/m)
    expect(stdout).not.toContain("\u001b")
  })

  test("reads one of the two from standard input", () => {
    const { status, stdout } = pvll(["diff", "-", base, "--json"], { input: readFileSync(join(base, "events.ndjson"), "utf8") })
    expect([status, JSON.parse(stdout).same]).toEqual([0, true])
  })

  test("of a damaged log is trouble, not a difference: exit status 2 and one sentence", () => {
    const damaged = writeRun(folder, "damaged")
    const file = join(damaged, "events.ndjson")
    writeFileSync(file, readFileSync(file, "utf8").replace("\"loss\":0.", "\"loss\":1."))
    const { status, stdout, stderr } = pvll(["diff", base, damaged])
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr).toMatch(/^pvll: [^\n]*line \d+ \(byte \d+\)[^\n]*\n$/)
  })
})
