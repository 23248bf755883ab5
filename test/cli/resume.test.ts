import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, textOf, writeLog } from "./logFile.ts"
import { refused } from "./refused.ts"
import { ended, json, several, small, temporaryFolder } from "./smallSearch.ts"
import { writeSmallTable } from "./smallTable.ts"

const folder = temporaryFolder("resume")
const whole = json(["search", ...small, "--quiet", "--out", folder, "--name", "whole"])
const run = whole.log as string
const text = textOf(run)

describe("in place, the log cut off after any event", () => {
  const whole = json(["search", ...small, "--warmup", "2", "--steps", "2", "--quiet", "--out", folder, "--name", "shorter"])
  const text = textOf(whole.log)
  const facts = factsOf(whole.log)
  const lines = linesOf(text)
  const ends = lines.map((_, l) => lines.slice(0, l + 1).join("").length)

  /** Resumes a copy of the log that is cut off after `length` bytes. */
  const resumedAfter = async (name: string, length: number) => {
    const copy = writeLog(join(folder, name), text.slice(0, length))
    const { status, stderr } = await ended(["resume", copy, "--quiet"])
    return { copy, status, stderr }
  }

  test("at the end of its line: the same bytes of facts as the uninterrupted run", () =>
    several(ends, async (end) => {
      const { copy, status } = await resumedAfter(`cut-${end}`, end)
      expect([status, factsOf(copy)], `cut at byte ${end}`).toEqual([0, facts])
      expect(textOf(copy).startsWith(text.slice(0, end))).toBe(true)
    }))

  test("within the line after it: the torn tail is set aside and told, and the facts are the same", () =>
    several(ends.slice(0, -1), async (end) => {
      const half = Math.floor(lines[ends.indexOf(end) + 1]!.length / 2)
      const { copy, status, stderr } = await resumedAfter(`torn-${end}`, end + half)
      expect([status, factsOf(copy)], `cut at byte ${end + half}`).toEqual([0, facts])
      expect(stderr).toContain(`the last ${half} bytes (from byte ${end}) were half an event`)
      const aside = readdirSync(copy).filter((file) => file !== "events.ndjson" && file !== "snapshots" && !file.endsWith(".lock"))
      expect(aside.map((file) => readFileSync(join(copy, file), "utf8"))).toEqual([text.slice(end, end + half)])
    }))
})

describe("in place", () => {
  test("a finished search prints its result and writes nothing", () => {
    const { steps, fingerprint, genotype, best } = json(["resume", run])
    expect({ steps, fingerprint, genotype, best })
      .toEqual({ steps: whole.steps, fingerprint: whole.fingerprint, genotype: whole.genotype, best: whole.best })
    expect(textOf(run)).toBe(text)
  })

  test("a larger T goes on from the end", () => {
    const copy = writeLog(join(folder, "longer"), text)
    expect(json(["resume", copy, "--steps", "5", "--quiet"])).toMatchObject({ steps: 8, reason: "finished" })
    expect(textOf(copy).startsWith(text)).toBe(true)
    expect(eventsOf(copy)).toContainEqual({ type: "reconfigured", data: { configuration: { steps: 5 } } })
    expect(json(["replay", copy, "--verify"]).verified).toBe(true)
  })

  test.each([
    ["a T below what is measured", ["--steps", "2"], /6 architectures are measured/],
    ["another estimator", ["--estimator", "ridge"], /estimator\.name cannot change in place: `(?:npx )?pvll resume .* --at 6`/],
    ["another weighting", ["--weight", "paper"], /weighting cannot change in place/],
    ["a name", ["--name", "other"], /--name and --out are for a fork/],
    ["a step beyond the end", ["--at", "7"], /has 6 measured steps.*choose 0 to 6/]
  ])("%s is refused, and the log stays as it is", (_, options, sentence) => {
    expect(refused(["resume", run, ...options])).toMatch(sentence)
    expect(textOf(run)).toBe(text)
  })
})

describe("a table of one's own", () => {
  test("is found again through local.json, also after the log was moved; a lost one is asked for", () => {
    const own = join(folder, "own")
    mkdirSync(own)
    const options = writeSmallTable(own)
    const search = json(["search", ...small, "--quiet", ...options, "--out", own, "--name", "run"])
    const table = join(own, "losses.csv")
    expect(JSON.parse(readFileSync(join(search.log, "local.json"), "utf8"))).toMatchObject({ table })

    const moved = join(folder, "moved")
    renameSync(search.log, moved)
    const cut = linesOf(textOf(moved)).slice(0, 9).join("")
    const uninterrupted = factsOf(moved)
    writeLog(moved, cut)
    expect(json(["resume", moved, "--quiet"]).fingerprint).toBe(search.fingerprint)
    expect(factsOf(moved)).toBe(uninterrupted)

    const fork = json(["resume", moved, "--at", "2", "--name", "forked", "--quiet"])
    expect(JSON.parse(readFileSync(join(fork.log, "local.json"), "utf8"))).toMatchObject({ table })

    writeLog(moved, cut)
    renameSync(table, join(own, "elsewhere.csv"))
    expect(refused(["resume", moved])).toContain("losses.csv")
    const named = json(["resume", moved, "--trainer", `table:${join(own, "elsewhere.csv")}`, "--quiet"])
    expect(named.fingerprint).toBe(search.fingerprint)

    writeFileSync(join(own, "elsewhere.csv"), readFileSync(join(own, "elsewhere.csv"), "utf8").replace("0.2", "0.21"))
    writeLog(moved, cut)
    expect(refused(["resume", moved])).toMatch(/elsewhere\.csv holds other measurements than this log was made with/)
    expect(existsSync(join(moved, "local.json"))).toBe(true)
    expect(textOf(moved)).toBe(cut)
  })
})
