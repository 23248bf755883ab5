import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, textOf } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { ended, json, several, small, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("fork")
const parent = json(["search", ...small, "--quiet", "--out", folder, "--name", "parent"])
const run = parent.log as string
const text = textOf(run)

const beginsStep = new Set(["sampled", "trained", "measured", "learned"])

/** The parent's lines before whatever comes of a step after the K-th one that was learned. */
const sharedUpTo = (at: number): string => {
  let learned = 0
  const lines = linesOf(text)
  const end = lines.findIndex((line) => {
    const { type } = JSON.parse(line)
    const beyond = learned === at && beginsStep.has(type)
    if (type === "learned") learned++
    return beyond
  })
  return lines.slice(0, end < 0 ? lines.length : end).join("")
}

const steps = [0, 1, 2, 3, 4, 5, 6]

describe("resume --at K without a change", () => {
  test("shares the parent's lines, ends with its facts and fingerprint, and diff calls them the same: for every K", () =>
    several(steps, async (at) => {
      const { status, stdout } = await ended(["resume", run, "--at", `${at}`, "--name", `fork-${at}`, "--json", "--quiet"])
      const fork = join(folder, `fork-${at}`)
      expect([status, JSON.parse(stdout).fingerprint], `K = ${at}`).toEqual([0, parent.fingerprint])
      expect(textOf(fork).startsWith(sharedUpTo(at))).toBe(true)
      expect(JSON.parse(textOf(fork).slice(sharedUpTo(at).length).split("\n")[0]!)).toMatchObject({
        type: "forked", data: { name: "parent", step: at, parent: JSON.parse(linesOf(sharedUpTo(at)).at(-1)!).id }
      })
      expect(factsOf(fork)).toBe(factsOf(run))
      const diff = await ended(["diff", run, fork, "--json"])
      expect([diff.status, JSON.parse(diff.stdout)]).toMatchObject([0, { same: true, divergence: null }])
      expect(textOf(run)).toBe(text)
    }))

  test("gives a name of its own beside the parent where none is given", () => {
    const fork = json(["resume", run, "--at", "2", "--quiet"])
    expect(fork.log).toMatch(/parent-at2$/)
    expect(dirname(fork.log)).toBe(folder)
    expect(json(["resume", run, "--at", "2", "--quiet"]).log).toMatch(/parent-at2-2$/)
  })

  test("--out puts it elsewhere; a name that is taken is refused", () => {
    const args = ["resume", run, "--at", "2", "--quiet", "--out", join(folder, "elsewhere"), "--name", "fork"]
    expect(json(args).log).toBe(join(folder, "elsewhere", "fork"))
    expect(refused(args)).toMatch(/is taken/)
    expect(refused(["resume", run, "--at", "2", "--name", "parent"])).toMatch(/parent is taken/)
    expect(textOf(run)).toBe(text)
  })
})

describe("resume --at K with a change", () => {
  test.each([
    ["estimator", ["--estimator", "ridge"], { estimator: { name: "ridge" } }],
    ["sampler", ["--sampler", "uniform"], { sampler: "uniform" }],
    ["weight", ["--weight", "paper"], { weighting: "paper" }],
    ["temperature", ["--temperature", "3"], { temperature: 3 }]
  ])("of the %s records it, goes on under it and can be verified; diff names the option", (name, options, configuration) => {
    const fork = json(["resume", run, "--at", "4", "--quiet", "--name", name, ...options])
    expect(fork.steps).toBe(6)
    expect(eventsOf(fork.log)).toContainEqual({ type: "reconfigured", data: { configuration } })
    expect(textOf(fork.log).startsWith(sharedUpTo(4))).toBe(true)
    expect(json(["replay", fork.log, "--verify"])).toMatchObject({ verified: true })
    const { status, stdout } = pvll(["diff", run, fork.log, "--json"])
    expect([status, JSON.parse(stdout).divergence]).toMatchObject([1, { step: expect.any(Number), cause: "configuration" }])
  })

  test("of T makes it longer or shorter; what is measured cannot be undone", () => {
    expect(json(["resume", run, "--at", "6", "--steps", "4", "--name", "longer", "--quiet"]).steps).toBe(7)
    expect(json(["resume", run, "--at", "4", "--steps", "2", "--name", "shorter", "--quiet"]).steps).toBe(5)
    expect(refused(["resume", run, "--at", "5", "--steps", "1", "--name", "none"])).toMatch(/5 architectures are measured/)
    expect(refused(["resume", run, "--at", "3", "--warmup", "4", "--name", "none"])).toMatch(/warm-up of 3 .* is finished/)
  })

  test("a fork can be forked again, and resumed in place", () => {
    const fork = json(["resume", run, "--at", "4", "--name", "child", "--estimator", "ridge", "--quiet"])
    const again = json(["resume", fork.log, "--at", "5", "--name", "grandchild", "--quiet"])
    expect(again.fingerprint).toBe(fork.fingerprint)
    expect(json(["diff", fork.log, again.log]).same).toBe(true)
    expect(json(["resume", fork.log]).fingerprint).toBe(fork.fingerprint)
  })
})
