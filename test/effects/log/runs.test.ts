import { mkdirSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkRunName, newRunName } from "../../../src/effects/log/runName.ts"
import { listRuns } from "../../../src/effects/log/runs.ts"
import { failureOf, run, sampleRun, writeFile } from "./logs.ts"
import { temporaryFolder } from "./temporaryFolder.ts"

const isSafe = (name: string) => Exit.isSuccess(Effect.runSyncExit(checkRunName(name)))

describe("the name of a run", () => {
  it("is a plain name, in any alphabet", () => {
    for (const name of ["a", "nb201-20261125-104312-a1b2", "seed 7", "Zürich_2", "実験", "a.b"]) expect(isSafe(name)).toBe(true)
  })

  it("cannot lead out of its folder, hide, look like an option, or be unknown to some system", () => {
    const unsafe = [
      "", ".", "..", "../x", "a/b", "a\\b", "/etc", "C:", "-x", "--help", ".hidden", "x.", "x ", "nul", "CON.txt", "a\nb", "a\0b",
      "a\u001b[2Jb", "half \ud800", "a?b", "x".repeat(101), "ü".repeat(51)
    ]
    for (const name of unsafe) expect({ name, safe: isSafe(name) }).toEqual({ name, safe: false })
  })

  it("that is safe stands directly in its folder", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => {
      fc.pre(isSafe(name))
      expect(join("/logs", name).slice("/logs/".length)).toBe(name)
    }))
  })

  it("that is made up is safe and new each time, whatever the space is called", async () => {
    for (const space of ["nb201", "../../x", "", "My Space (2)", "x".repeat(500)]) {
      const name = await run(newRunName(space))
      expect(name).toMatch(/^[a-z0-9-]+-\d{8}-\d{6}-[0-9a-f]{4}$/)
      expect(isSafe(name)).toBe(true)
    }
  })
})

describe("the runs in a folder", () => {
  it("are those with a log, by name", async () => {
    const out = temporaryFolder()
    for (const name of ["b", "a", "c"]) sampleRun(out, 0, name)
    mkdirSync(join(out, "empty"))
    mkdirSync(join(out, "odd", "events.ndjson"), { recursive: true })
    writeFile(join(out, "README.md"), "x")
    expect((await run(listRuns(out))).map((one) => one.name)).toEqual(["a", "b", "c"])
  })

  it("are none where the folder is not there, and one sentence where it is none", async () => {
    const out = temporaryFolder()
    expect(await run(listRuns(join(out, "nothing")))).toEqual([])
    writeFile(join(out, "file"), "x")
    expect((await failureOf(listRuns(join(out, "file")))).message).toContain("is not a folder")
  })
})
