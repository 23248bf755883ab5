import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, test } from "vitest"
import { environment } from "../../../src/effects/environment.ts"
import { pruneLog } from "../../../src/effects/search/pruneLog.ts"
import { remeasure } from "../../../src/effects/search/remeasure.ts"
import { RestoreProgress } from "../../../src/effects/search/RestoreProgress.ts"
import { retrainSteps } from "../../../src/effects/search/retrainSteps.ts"
import type { ImageEngine } from "../../../src/effects/trainer/ImageEngine.ts"
import { installation } from "../../../src/effects/trainer/tensorflow/installation.ts"
import { TrainerError } from "../../../src/effects/trainer/Trainer.ts"
import { cutOff, eventsOf, searches, temporaryFolder, twin, undecided } from "./smallSearches.ts"

const folder = temporaryFolder()
const journal: string[] = []

/** An engine that trains otherwise than the embedded one, so that who makes weights again shows in every loss. */
const halving: ImageEngine = twin("halving", {
  change: (trainer) => ({
    ...trainer,
    train: (assignment) => trainer.train({ ...assignment, learningRate: assignment.learningRate / 2 }),
    measure: (assignment, train) =>
      Effect.tap(trainer.measure({ ...assignment, learningRate: assignment.learningRate / 2 }, train), () =>
        Effect.sync(() => void journal.push("halving trains")))
  })
})

/** The embedded engine under a name of its own; what is opened and closed is written down. */
const plain: ImageEngine = {
  ...twin("plain"),
  open: (request, computing) =>
    Effect.acquireRelease(
      Effect.sync(() => void journal.push("plain opens")), () => Effect.sync(() => void journal.push("plain closes"))
    ).pipe(Effect.andThen(twin("plain").open(request, computing)))
}
const full: ImageEngine = {
  ...plain, open: () => Effect.fail(new TrainerError({ reason: "out-of-memory", message: "there is too little memory" }))
}

/** It would be here if it were set up. */
const notSetUp: ImageEngine = {
  ...plain, identity: () => Effect.fail(new TrainerError({ message: "plain is not set up here: run setup" }))
}

const { run, told, fork, search, resume } = searches(folder, [plain, halving, undecided("gpu")])
const without = (others: readonly ImageEngine[]) => searches(folder, others)
let parent = ""
/** from a place that is in no checkpoint, never interrupted */
let whole = ""

const factsOf = (log: string) =>
  eventsOf(log).filter(({ type }) => ["sampled", "trained", "measured", "learned", "reconfigured"].includes(type))
const lineOf = (log: string, type: string): number => eventsOf(log).findLastIndex((event) => event.type === type) + 1
const lineOfStep = (log: string, step: number): number =>
  eventsOf(log).findIndex(({ type, data }) => type === "learned" && data.step === step) + 1
const withCheckpoints = (log: string) => (copy: string): void =>
  cpSync(join(log, "checkpoints"), join(copy, "checkpoints"), { recursive: true })

beforeAll(async () => {
  parent = await search("parent", "plain")
  journal.length = 0
  whole = await run(fork(parent, 3, "whole", { trainer: "halving" }))
})

describe("weights that another trainer made", () => {
  test("are made again by it, and it is closed before the next one computes", () => {
    expect(journal.slice(0, 3)).toEqual(["plain opens", "plain closes", "halving trains"])
    expect(journal.filter((line) => line.startsWith("plain"))).toHaveLength(2)
  })

  test("are the same after a hand-over that was killed", async () => {
    const killed = cutOff(whole, "killed", lineOf(whole, "resumed"), withCheckpoints(parent))
    await run(resume(killed))
    expect(factsOf(killed)).toEqual(factsOf(whole))
  })

  test("are the same after a hand-over that was interrupted, which keeps what it made", async () => {
    let stop = (): void => {}
    const stopped = Effect.callback<string>((done) => {
      stop = () => done(Effect.succeed("stopped"))
    })
    const interrupted = fork(parent, 3, "interrupted", { trainer: "halving" }).pipe(
      Effect.provideService(RestoreProgress, { report: (done) => (done === 1 ? stop() : undefined) })
    )
    expect(await run(Effect.raceFirst(interrupted, stopped))).toBe("stopped")
    const log = join(folder, "interrupted")
    expect(eventsOf(log).slice(-2)).toMatchObject([
      { type: "saved", data: { trainings: 5 } }, { type: "stopped", data: { reason: "interrupted" } }
    ])
    expect((await told(resume(log))).notices).toEqual(["1 training is done again: the nearest checkpoint was made after 5 of 6"])
    expect(factsOf(log)).toEqual(factsOf(whole))
  })

  test("are the same where every checkpoint is lost, for those who go on, measure again and only look", async () => {
    const lost = cutOff(whole, "lost", lineOfStep(whole, 5), () => {})
    expect((await told(retrainSteps(lost, [2, 4, 5], {}))).found).toEqual({ steps: [2, 4, 5], mismatch: null })
    expect(await run(remeasure(environment(), { log: lost, top: 1, place: {} }))).toHaveLength(2)
    rmSync(join(lost, "checkpoints"), { recursive: true })
    await run(resume(lost))
    expect(factsOf(lost)).toEqual(factsOf(whole))
  })

  test("are an error where it is here and cannot be opened: nobody else's stand in for them", async () => {
    const killed = cutOff(whole, "full", lineOf(whole, "resumed"), withCheckpoints(parent))
    expect(await without([full, halving]).refused(resume(killed))).toBe("there is too little memory")
    expect(eventsOf(killed).at(-1)).toMatchObject({ type: "stopped", data: { reason: "failed" } })
    await run(resume(killed))
    expect(factsOf(killed)).toEqual(factsOf(whole))
  })

  test("are made by nobody else where it only has to be set up: the way to do so is said, and nothing is written", async () => {
    const killed = cutOff(whole, "not-set-up", lineOf(whole, "resumed"), withCheckpoints(parent))
    const facts = factsOf(killed)
    expect(await without([notSetUp, halving]).refused(resume(killed))).toBe("plain is not set up here: run setup")
    expect(factsOf(killed)).toEqual(facts)
    await run(resume(killed))
    expect(factsOf(killed)).toEqual(factsOf(whole))
  })

  test("may be pruned: every step is still measured again, across all changes of trainer", async () => {
    const back = await run(fork(whole, 5, "back", { trainer: "plain" }))
    const { freed, kept } = await run(pruneLog({ log: back, within: 100, dryRun: false }))
    expect(freed.length).toBeGreaterThan(1)
    expect(kept).toBe(1)
    expect((await told(retrainSteps(back, [1, 4, 6, 7], {}))).found).toEqual({ steps: [1, 4, 6, 7], mismatch: null })
  })

  test("cannot be compared where one of them is not here, which is the one that is named", async () => {
    const back = await run(fork(whole, 5, "back-lost", { trainer: "plain" }))
    rmSync(join(back, "checkpoints"), { recursive: true })
    expect(await without([plain]).refused(retrainSteps(back, [7], {})))
      .toMatch(/^step 7 of .* stands on weights that trainer halving version 1 made, which is not the one of this program/)
  })

  test("that is not deterministic end nothing: its losses are told, and those of steps behind them", async () => {
    const gpu = await search("gpu", "gpu")
    const forked = await run(fork(gpu, 5, "gpu-halving", { trainer: "halving" }))
    const lost = cutOff(forked, "gpu-lost", lineOfStep(forked, 6), () => {})
    const lines = eventsOf(lost).length
    const { notices } = await told(resume(lost))
    expect(notices.filter((line) => line.includes("this time comes out"))).not.toEqual([])
    const saved = eventsOf(lost).slice(lines).flatMap(({ type, data }) => (type === "saved" ? [data.trainings] : []))
    expect(saved).toEqual([10])
  })
})

const way = installation("cpu")

describe.skipIf(typeof way === "string")(`from TensorFlow to the embedded engine${typeof way === "string" ? ` (skipped: ${way})` : ""}`, () => {
  test("a hand-over that was killed gives the same search, and every step is still measured again", { timeout: 120_000 }, async () => {
    const theirs = await search("theirs", "tensorflow")
    const never = await run(fork(theirs, 3, "never-killed", { trainer: "wasm" }))
    const killed = cutOff(never, "killed-in-between", lineOf(never, "resumed"), withCheckpoints(theirs))
    expect((await told(resume(killed))).notices).toEqual(["2 trainings are done again: the nearest checkpoint was made after 4 of 6"])
    expect(factsOf(killed)).toEqual(factsOf(never))
    await run(pruneLog({ log: killed, within: 100, dryRun: false }))
    expect((await told(retrainSteps(killed, [3, 4], {}))).found).toEqual({ steps: [3, 4], mismatch: null })
  })
})
