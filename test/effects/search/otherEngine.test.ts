import { cpSync, existsSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, test } from "vitest"
import { diffLogs } from "../../../src/effects/history/diffLogs.ts"
import { environment } from "../../../src/effects/environment.ts"
import { remeasure } from "../../../src/effects/search/remeasure.ts"
import { retrainSteps } from "../../../src/effects/search/retrainSteps.ts"
import type { EngineName } from "../../../src/effects/trainer/engines.ts"
import { TrainerError } from "../../../src/effects/trainer/Trainer.ts"
import { cutOff, eventsOf, searches, temporaryFolder, twin } from "./smallSearches.ts"

const folder = temporaryFolder()
/** It measures a little more than the embedded engine, and has the same version. */
const other = twin("other", {
  change: (trainer) => ({
    ...trainer,
    measure: (assignment, train) => Effect.map(trainer.measure(assignment, train), (outcome) =>
      (outcome.type === "measured" ? { ...outcome, data: { ...outcome.data, loss: outcome.data.loss + 1e-3 } } : outcome))
  })
})
const gone = { ...twin("gone"), identity: () => Effect.fail(new TrainerError({ message: "gone is not set up here: run its setup" })) }
const { run, told, refused, search, fork, resume } = searches(folder, [other, gone])
let log = ""
let forked = ""

beforeAll(async () => {
  log = await search("whole", "wasm")
  forked = (await told(fork(log, 5, "forked", { trainer: "other" }))).found
})

const killed = (name: string): string =>
  cutOff(log, name, eventsOf(log).findIndex(({ type, data }) => type === "learned" && data.step === 5) + 1, (copy) =>
    cpSync(join(log, "checkpoints"), join(copy, "checkpoints"), { recursive: true }))

describe("another engine", () => {
  test("goes on with a log as a recorded fork, from the weights of its checkpoint", () => {
    expect(eventsOf(forked)).toContainEqual({
      type: "reconfigured", data: { configuration: {}, trainer: { name: "other", version: "1", deterministic: true } }
    })
    expect(eventsOf(forked).slice(0, 5)).toEqual(eventsOf(log).slice(0, 5))
    expect(eventsOf(forked).at(-1)).toMatchObject({ type: "stopped", data: { reason: "finished" } })
  })

  test("is named as the cause by diff", async () => {
    const { divergence } = await run(diffLogs(log, forked))
    expect(divergence).toMatchObject({ cause: "engine", step: 5 })
    expect(divergence!.detail).toContain("trainer.name is \"wasm\" in A and \"other\" in B")
  })

  test("does not go on in place: the sentence has the fork", async () => {
    const cut = killed("in-place")
    const before = eventsOf(cut)
    expect(await refused(resume(cut, { trainer: "other", threads: 2 })))
      .toBe(`${cut} was measured by trainer wasm version 1, and --trainer other --threads 2 asks for another one: `
        + `\`pvll resume ${cut} --at 5 --trainer other --threads 2\` goes on with it as a recorded fork`)
    expect(eventsOf(cut)).toEqual(before)
    expect(await refused(resume(log, { trainer: "other" }))).toMatch(/--at 7 --trainer other` goes on with it/)
  })

  test("goes on with its own fork in place, unasked", async () => {
    const lines = eventsOf(forked).findIndex(({ type, data }) => type === "learned" && data.step === 6) + 1
    const cut = cutOff(forked, "forked-cut", lines, (copy) => cpSync(join(forked, "checkpoints"), join(copy, "checkpoints"), { recursive: true }))
    await run(resume(cut))
    const facts = (name: string) => eventsOf(name).filter(({ type }) => ["sampled", "measured", "learned", "reconfigured"].includes(type))
    expect(facts(cut)).toEqual(facts(forked))
  })

  test("begins where no checkpoint stands with the very weights of then, made again by the engine that made them", async () => {
    const { found, notices } = await told(fork(log, 3, "between", { trainer: "other" }))
    expect(notices).toEqual(["2 trainings are done again: the nearest checkpoint was made after 4 of 6"])
    const checkpointAt = (run: string) => eventsOf(run).flatMap(({ type, data }) => (type === "saved" && data.trainings === 6 ? [data.checkpoint] : []))
    const unchanged = (await told(fork(log, 3, "unchanged", {}, 1))).found
    expect(checkpointAt(found)).toEqual([checkpointAt(unchanged)[0]])
    expect((await told(retrainSteps(found, [4], {}))).found).toEqual({ steps: [4], mismatch: null })
  })

  test("trains again what it must where the one before is not on this machine, and says so", async () => {
    const elsewhere = searches(folder, [])
    const theirs = await search("theirs", "other")
    const { notices } = await elsewhere.told(elsewhere.fork(theirs, 3, "ours", { trainer: "wasm" }))
    expect(notices).toContain("steps that trainer other measured are trained again by trainer wasm, so their losses are not compared")
  })

  test("measures again only what it measured itself, and each step is measured by its own", async () => {
    expect((await told(retrainSteps(forked, [2, 6], {}))).found).toEqual({ steps: [2, 6], mismatch: null })
    expect(await refused(retrainSteps(forked, [2, 6], { trainer: "other" as EngineName }))).toMatch(/^step 2 .* was measured by trainer wasm .*--trainer other asks for another one/)
    const found = await run(remeasure(environment(), { log: forked, top: 1, place: {} }))
    expect(found).toHaveLength(2)
  })

  test("that is missing here is said before there is a fork", async () => {
    expect(await refused(fork(log, 5, "nothing", { trainer: "gone" }))).toBe("gone is not set up here: run its setup")
    expect(existsSync(join(folder, "nothing"))).toBe(false)
  })
})

test("a device is chosen only for an engine that has several", async () => {
  expect(await refused(resume(killed("device"), { device: "cpu" }))).toMatch(/^--device cpu chooses what .* computes on, and this log is measured by wasm: give --trainer tensorflow too, or leave --device out$/)
})
