import { cpSync, existsSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf, factsOf, linesOf, rewritten, textOf, writeLog } from "./logFile.ts"
import { pvll } from "./program.ts"
import { refused } from "./refused.ts"
import { smallOnImages } from "./smallImageSearch.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

/** What becomes of the weights when a run ends in the wrong place, or files are lost. */

const folder = temporaryFolder("weights")
const whole = json(["search", ...smallOnImages, "--out", folder, "--name", "whole", "--quiet"])
const run = whole.log as string
const facts = factsOf(run)

const saved = (log: string): readonly { readonly trainings: number; readonly checkpoint: string }[] =>
  eventsOf(log).filter(({ type }) => type === "saved").map(({ data }) => data)
const tested = (log: string) => eventsOf(log).filter(({ type }) => type === "tested").map(({ data }) => data)
const fileOf = (log: string, checkpoint: string): string => join(log, "checkpoints", checkpoint)

/** A copy of the run, its log without the last lines. */
const copyWithout = (name: string, dropped: number): string => {
  const copy = join(folder, name)
  cpSync(run, copy, { recursive: true })
  rmSync(join(copy, "snapshots"), { recursive: true, force: true })
  return writeLog(copy, linesOf(textOf(run)).slice(0, -dropped).join(""))
}

describe("a run that was cut off behind its last step", () => {
  test.each([
    [1, "while it said so"], [2, "in the final test"], [3, "while it saved the last weights"]
  ])("(%i lines short: %s) is brought to its end by a resume, and then there is nothing left to do", (dropped) => {
    const copy = copyWithout(`cut-${dropped}`, dropped)
    expect(json(["resume", copy, "--quiet"]).fingerprint).toBe(whole.fingerprint)
    expect(factsOf(copy)).toBe(facts)
    expect(saved(copy).at(-1)).toEqual(saved(run).at(-1))
    expect(tested(copy)).toEqual(tested(run))
    expect(existsSync(fileOf(copy, saved(run).at(-1)!.checkpoint))).toBe(true)
    const text = textOf(copy)
    expect(json(["resume", copy, "--quiet"]).reason).toBe("finished")
    expect(textOf(copy)).toBe(text)
  })
})

describe("a checkpoint that was lost", () => {
  test("is written again once its weights are reached", () => {
    const copy = copyWithout("lost", 1)
    const { checkpoint } = saved(run).at(-1)!
    rmSync(fileOf(copy, checkpoint))
    const { remeasured } = json(["remeasure", copy, "--top", "1", "--quiet"])
    expect(remeasured[0].checkpoint).toBe(checkpoint)
    expect(existsSync(fileOf(copy, checkpoint))).toBe(true)
    expect(pvll(["remeasure", copy, "--top", "1"]).stderr).not.toMatch(/done again/)
  })

  test("all of them: training begins at the initial weights, told in few lines, and saves on its way", () => {
    const copy = copyWithout("all-lost", 9)
    rmSync(join(copy, "checkpoints"), { recursive: true })
    const { stderr } = pvll(["resume", copy, "--checkpoint-every", "4"])
    expect(stderr.match(/is missing/g)).toHaveLength(2)
    expect(stderr).toMatch(/\d trainings are done again: the nearest checkpoint was made after 0 of \d/)
    expect(factsOf(copy)).toBe(facts)
    expect(existsSync(fileOf(copy, saved(run)[0]!.checkpoint))).toBe(true)
  })
})

describe("a fork", () => {
  test("of a pruned log does not complain about what pvll removed itself", () => {
    const parent = json(["resume", run, "--at", "7", "--name", "parent", "--quiet"]).log
    const { freed } = json(["prune", parent, "--within", "9"])
    expect(freed.length).toBeGreaterThan(0)
    const { status, stderr } = pvll(["resume", parent, "--at", "7", "--name", "after-prune"])
    expect(status, stderr).toBe(0)
    expect(stderr).not.toMatch(/missing|damaged/)
    const fork = join(folder, "after-prune")
    expect(eventsOf(fork).find(({ type }) => type === "pruned")?.data.checkpoints).toEqual(
      freed.map(({ checkpoint }: { checkpoint: string }) => checkpoint))
    expect(factsOf(fork)).toBe(facts)
  })

  test("of a log that another version of the trainer measured trains again without comparing, and goes on", () => {
    const older = rewritten(run, join(folder, "older"), (event) => {
      if (event.type === "configured") return { ...event, data: { ...event.data, trainer: { ...event.data.trainer, version: "0" } } }
      if (event.type === "measured") return { ...event, data: { ...event.data, loss: event.data.loss + 0.125 } }
      return event
    })
    expect(refused(["resume", older, "--steps", "5"])).toMatch(/version 0, this is version 1: `.*resume .* --at 7` goes on with it/)
    expect(refused(["remeasure", older])).toMatch(/version 0, this is version 1/)
    expect(refused(["replay", older, "--retrain", "2"])).toMatch(/version 0 made.*nothing can be compared/)
    const { status, stderr } = pvll(["resume", older, "--at", "5", "--name", "newer"])
    expect(status, stderr).toBe(0)
    expect(stderr).toMatch(/version 0 of the trainer measured are trained again by version 1, so their losses are not compared/)
    const newer = join(folder, "newer")
    expect(eventsOf(newer).find(({ type }) => type === "reconfigured")?.data.trainer.version).toBe("1")
    for (const step of ["2", "6"]) {
      expect(refused(["replay", newer, "--retrain", step, "--quiet"])).toMatch(/step \d .* version 0 made.*nothing can be compared/)
    }
    expect(refused(["prune", newer])).toMatch(/version 0, whose weights this program could not make again/)
    rmSync(join(newer, "checkpoints"), { recursive: true })
    expect(pvll(["resume", newer, "--steps", "5", "--quiet"]).status).toBe(0)
  })
})

describe("measuring again", () => {
  test("works on weights that were never trained", () => {
    const { log } = json(["search", ...smallOnImages.slice(4), "--warmup", "0", "--steps", "2", "--order", "1", "--out", folder, "--name", "untrained", "--quiet"])
    const { remeasured } = json(["remeasure", log, "--top", "1", "--quiet"])
    expect(remeasured).toHaveLength(2)
    expect(existsSync(fileOf(log, remeasured[0].checkpoint))).toBe(true)
  })

  test("adds to a search and is no part of it: diff calls both the same, and show shows it", () => {
    const fork = json(["resume", run, "--at", "7", "--name", "again", "--quiet"]).log
    const { remeasured } = json(["remeasure", fork, "--top", "2", "--quiet"])
    expect(pvll(["diff", run, fork]).status).toBe(0)
    expect(json(["show", fork]).remeasured).toHaveLength(remeasured.length)
    expect(pvll(["show", fork]).stdout).toMatch(/measured again with the weights of checkpoint [0-9a-f]{12}/)
  })
})

test("a run that fails says why in its last line", () => {
  const other = join(folder, "fails")
  cpSync(run, other, { recursive: true })
  rmSync(join(other, "snapshots"), { recursive: true, force: true })
  const forged = rewritten(run, other, (event) =>
    event.type === "measured" && event.data.step === 1 ? { ...event, data: { ...event.data, loss: 1.25 } } : event)
  rmSync(join(forged, "checkpoints"), { recursive: true, force: true })
  expect(pvll(["resume", forged, "--steps", "5"]).status).toBe(2)
  expect(eventsOf(forged).at(-1)).toMatchObject({ type: "stopped", data: { reason: "failed", message: expect.stringMatching(/^step 1 was measured/) } })
})
