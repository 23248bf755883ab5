import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { environment } from "../../../src/effects/environment.ts"
import { pruneLog } from "../../../src/effects/search/pruneLog.ts"
import { remeasure } from "../../../src/effects/search/remeasure.ts"
import { retrainSteps } from "../../../src/effects/search/retrainSteps.ts"
import { cutOff, eventsOf, searches, temporaryFolder, undecided } from "./smallSearches.ts"

const folder = temporaryFolder()
const { run, told, refused, search, fork, resume } = searches(folder, [undecided("gpu")])
let log = ""

beforeAll(async () => {
  log = await search("whole", "gpu")
})

/** Lines up to the end of a measured step, and those of the checkpoints before. */
const lineOfStep = (step: number): number =>
  eventsOf(log).findIndex(({ type, data }) => type === "learned" && data.step === step) + 1

/** As kill -9 leaves it: `--at 4` comes between the checkpoints after 4 and after 8 trainings. */
const killed = (name: string, step: number): string =>
  cutOff(log, name, lineOfStep(step), (copy) => cpSync(join(log, "checkpoints"), join(copy, "checkpoints"), { recursive: true }))

describe("a log of a trainer that is not deterministic", () => {
  test("says so in its first event", () => {
    expect(eventsOf(log)[0]).toMatchObject({ data: { trainer: { name: "gpu", deterministic: false } } })
  })

  test("goes on in place: trained again where it must be, both losses told, none of them an error", async () => {
    const cut = killed("cut", 3)
    const before = eventsOf(cut)
    const { notices } = await told(resume(cut))
    expect(notices[0]).toMatch(/^2 trainings are done again: the nearest checkpoint was made after 4 of 6$/)
    expect(notices[1]).toMatch(/^gpu on this device is not deterministic, .* a fork has those of then at --at 0, 1$/)
    expect(notices.slice(2)).toEqual([
      expect.stringMatching(/^step 2 was measured with loss (\S+) and accuracy \S+, and this time comes out measured with loss (?!\1 )/),
      expect.stringMatching(/^step 3 was measured .*, and this time comes out measured .*; the log keeps what was recorded$/)
    ])
    expect(eventsOf(cut).slice(0, before.length)).toEqual(before)
    expect(eventsOf(cut)[before.length]).toMatchObject({ type: "resumed" })
    expect(eventsOf(cut).at(-1)).toMatchObject({ type: "stopped", data: { reason: "finished" } })
  })

  test("keeps no checkpoint of weights that did not measure what the log says", async () => {
    const cut = killed("unvouched", 5)
    const lines = eventsOf(cut).length
    await run(resume(cut))
    const saved = eventsOf(cut).slice(lines).flatMap(({ type, data }) => (type === "saved" ? [data.trainings] : []))
    expect(saved.every((trainings) => trainings > 8)).toBe(true)
  })

  test("that was cut off behind its last step is tested, and keeps none of what was trained again", async () => {
    const cut = killed("behind-the-last", 7)
    const lines = eventsOf(cut).length
    await run(resume(cut))
    expect(eventsOf(cut).slice(lines).map(({ type }) => type)).toEqual(["resumed", "tested", "stopped"])
    expect(await refused(fork(cut, 7, "at-the-last"))).toMatch(/after 7 measured steps are in no checkpoint, .*: choose --at 5$/)
  })

  test("is not measured again with weights that nobody could ever have again", async () => {
    const cut = killed("remeasured", 3)
    const before = eventsOf(cut)
    expect(await refused(remeasure(environment(), { log: cut, top: 1, place: {} })))
      .toBe(`the weights that ${cut} ends with are in no checkpoint and cannot be made again, for their trainer is not deterministic: `
        + `\`pvll resume ${cut} --at 1\` makes a fork from the last ones that are`)
    expect(eventsOf(cut)).toEqual(before)
    expect(await run(remeasure(environment(), { log, top: 1, place: {} }))).toHaveLength(2)
  })

  test("counts on the checkpoints whose files are there, not on those that the log names", async () => {
    const cut = killed("files-lost", 3)
    rmSync(join(cut, "checkpoints"), { recursive: true })
    expect(await refused(remeasure(environment(), { log: cut, top: 1, place: {} }))).toContain("--at 0` makes a fork")
    expect(await refused(fork(cut, 1, "at-lost"))).toMatch(/after 1 measured steps are in no checkpoint, .*: choose --at 0$/)
  })

  test("with a checkpoint at its end goes on without a word", async () => {
    const cut = killed("at-checkpoint", 1)
    expect((await told(resume(cut))).notices).toEqual([])
  })

  test("is forked where a checkpoint has its weights, and nowhere else", async () => {
    expect((await told(fork(log, 5, "at-5"))).notices).toEqual([])
    expect(await refused(fork(log, 3, "at-3"))).toMatch(/after 3 measured steps are in no checkpoint, and gpu .* is not deterministic, .*: choose --at 1 or --at 5$/)
    expect((await told(fork(log, 0, "at-0"))).notices).toEqual([])
  })

  test("shows what is measured again beside what was recorded", async () => {
    const { found } = await told(retrainSteps(log, [2, 6], {}))
    expect(found).toMatchObject({ steps: [2, 6], mismatch: null, recomputed: [{ step: 2 }, { step: 6 }] })
    for (const { recorded, computed } of found.recomputed!) expect(recorded).not.toBe(computed)
  })

  test("is not pruned: nothing could be made again", async () => {
    expect(await refused(pruneLog({ log, within: 4, dryRun: true }))).toMatch(/trainer gpu version 1, whose weights nobody can make again/)
  })
})
