import { existsSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { json, small, temporaryFolder } from "./smallSearch.ts"
import { smallest, table, writeSmallTable } from "./smallTable.ts"

const folder = temporaryFolder("search")
const search = (name: string, ...more: readonly string[]) => ["search", ...small, "--quiet", "--out", folder, "--name", name, ...more]
const base = json(search("base"))
const ofType = (run: string, type: string) => eventsOf(run).filter((event) => event.type === type)

describe("pvll search --json", () => {
  test("prints where the log is, and what the search came to", () => {
    expect(base).toMatchObject({ log: join(folder, "base"), steps: 6, genotype: expect.stringMatching(/^\|/), reason: "finished" })
    expect(base.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    const measured = ofType(join(folder, "base"), "measured").map(({ data }) => data)
    const lowest = Math.min(...measured.map(({ loss }) => loss))
    expect(base.best).toEqual({
      step: measured.find(({ loss }) => loss === lowest).step, architecture: expect.stringMatching(/^\|\w+~0\|\+/), loss: lowest
    })
    expect(ofType(join(folder, "base"), "learned").at(-1)!.data.fingerprint).toBe(base.fingerprint)
  })

  test("show, replay and resume tell the same of it", () => {
    for (const verb of ["show", "replay", "resume"]) {
      const { steps, fingerprint, genotype, best } = json([verb, base.log])
      expect({ steps, fingerprint, genotype, best }, verb)
        .toEqual({ steps: 6, fingerprint: base.fingerprint, genotype: base.genotype, best: base.best })
    }
  })
})

describe("the same search", () => {
  test.each([
    ["again", {}],
    ["in German at Chatham", { LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8", TZ: "Pacific/Chatham" }],
    ["in Turkish at Adak", { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "America/Adak" }],
    ["on one thread in plain C", { LC_ALL: "C", TZ: "UTC" }]
  ])("%s has the same facts and fingerprint", (name, env) => {
    const run = json(search(name.replaceAll(" ", "-"), "--threads", "1"), { env })
    expect(run.fingerprint).toBe(base.fingerprint)
    expect(factsOf(run.log)).toBe(factsOf(base.log))
  })

  test("with another seed draws other architectures", () => {
    const run = json(search("other-seed", "--seed", "2"))
    expect(run.fingerprint).not.toBe(base.fingerprint)
  })
})

describe("where a search goes", () => {
  test("a name that is taken is refused, and the log stays as it is", () => {
    const before = factsOf(base.log)
    expect(refused(search("base"))).toMatch(/base is taken.*--name/)
    expect(factsOf(base.log)).toBe(before)
  })

  test("without a name it finds one of its own", () => {
    const out = join(folder, "unnamed")
    mkdirSync(out)
    const one = json(["search", ...small, "--quiet", "--out", out])
    const two = json(["search", ...small, "--quiet", "--out", out])
    expect(one.log).not.toBe(two.log)
    expect(readdirSync(out)).toHaveLength(2)
  })
})

describe("when a search stops", () => {
  test("--stop-at-best: once the best of the table is measured", () => {
    const folderOfTable = join(folder, "stop-at-best")
    mkdirSync(folderOfTable)
    const run = json(search("best", ...writeSmallTable(folderOfTable), "--warmup", "4", "--steps", "14", "--stop-at-best"))
    expect(run.best).toMatchObject({ architecture: "|conv~0|+|conv~0|conv~1|", step: run.steps })
    expect(run.best.loss).toBeCloseTo(smallest, 12)
    expect(["best-reached", "finished"]).toContain(run.reason)
    expect(run.standing).toMatchObject({ rank: 1 })
    expect(eventsOf(run.log).at(-1)).toMatchObject({ type: "stopped", data: { reason: run.reason } })
  })

  test("--max-time: at the next safe point, complete, and it says how to go on", () => {
    const args = search("timed", "--estimator", "mean", "--sampler", "uniform", "--steps", "15000", "--max-time", "1s")
    const { status, stdout } = pvll(args)
    expect(status).toBe(0)
    const run = join(folder, "timed")
    expect(stdout).toContain(`pvll resume ${run} goes on`)
    expect(eventsOf(run).at(-1)).toMatchObject({ type: "stopped", data: { reason: "time-limit" } })
    const shown = json(["show", run])
    expect(shown.steps).toBeGreaterThan(3)
    expect(shown.steps).toBeLessThan(15003)
    expect(json(["verify", run]).valid).toBe(true)
  })
})

describe("a space and a table of one's own", () => {
  test("a diverged training is a fact, and the search goes on", () => {
    const run = json(search("diverging", ...writeSmallTable(folder), "--warmup", "9", "--steps", "9"))
    expect(run).toMatchObject({ steps: 18, genotype: null, reason: "finished" })
    const diverged = ofType(run.log, "diverged").map(({ data }) => data.step)
    expect(diverged).toHaveLength(6)
    const { trajectory } = json(["show", run.log])
    expect(trajectory).toHaveLength(18)
    expect(trajectory.filter(({ loss }: { loss: number | null }) => loss === null).map(({ step }: { step: number }) => step)).toEqual(diverged)
    expect(json(["replay", run.log, "--verify"])).toMatchObject({ verified: true, divergence: null })
  })

  test("--allow-missing: what the table lacks is recorded as failed", () => {
    const own = join(folder, "missing")
    mkdirSync(own)
    const options = writeSmallTable(own, table((architecture) => !architecture.startsWith("|pool~0|")))
    expect(refused(search("incomplete", ...options))).toMatch(/6 of 18 architectures are missing.*--allow-missing/)
    expect(existsSync(join(folder, "incomplete"))).toBe(false)
    const run = json(search("failing", ...options, "--allow-missing", "--warmup", "9", "--steps", "9"))
    const failed = ofType(run.log, "failed")
    expect(failed).toHaveLength(6)
    expect(failed[0]!.data.reason).toMatch(/the table has no measurement of \|pool~0\|/)
    expect(json(["replay", run.log, "--verify"]).verified).toBe(true)
  })

  test("nasnet has no table here: one sentence says what to give", () => {
    expect(refused(search("nasnet", "--space", "nasnet", "--trainer", "table"))).toMatch(/nasnet.*--trainer table:FILE/)
    expect(existsSync(join(folder, "nasnet"))).toBe(false)
  })
})
