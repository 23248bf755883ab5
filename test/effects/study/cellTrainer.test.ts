import * as Effect from "effect/Effect"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import type { TrainerIdentity } from "../../../src/core/search/event.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { environment } from "../../../src/effects/environment.ts"
import { Engines } from "../../../src/effects/search/presentTrainer.ts"
import { asFirstOfCell, blendedCell } from "../../../src/effects/study/cellTrainer.ts"
import { readStudy, readStudyFolder } from "../../../src/effects/study/readStudy.ts"
import { runStudy } from "../../../src/effects/study/runStudy.ts"
import { cellsOf, type PlannedRun, type Study } from "../../../src/effects/study/study.ts"
import type { RunState } from "../../../src/effects/study/studyState.ts"
import type { EngineName } from "../../../src/effects/trainer/engines.ts"
import type { ImageEngine } from "../../../src/effects/trainer/ImageEngine.ts"
import { installation } from "../../../src/effects/trainer/tensorflow/installation.ts"
import { wasm } from "../../../src/effects/trainer/wasm/wasm.ts"
import { done, studyFile, summary, temporaryFolder } from "./studies.ts"

const identity = (threads: number, library = "1"): TrainerIdentity =>
  ({ name: "counting", version: `${library} (${threads} threads)`, deterministic: true })

/** An engine whose results depend on the number of threads. */
const counting: ImageEngine = {
  ...wasm,
  name: "counting",
  anyThreads: false,
  identity: ({ threads }) => Effect.succeed(identity(threads ?? 8)),
  goingOn: ({ version }, asked) => ({ computing: { ...asked, threads: Number(/\d+(?= threads)/.exec(version)?.[0]) }, others: [] })
}

const trained = (name: string) => ({ type: name as EngineName, data: { kind: "mnist", folder: null } }) as const
const configuration = changed(presets.digits, {
  warmUp: 2, steps: 1, estimator: { warmUpPasses: 2, passes: 1 },
  training: { channels: 2, layers: 2, batch: 32, images: 200, imagesPerTraining: 32, validationImages: 32 }
})
const study = (engine: string, seeds: readonly number[], device?: string): Study => {
  const file = studyFile({ name: engine, seeds, variants: [{ name: "only" }] })
  return {
    path: "small.json",
    file,
    cells: cellsOf(file).map((cell) => ({
      ...cell, checkpointEvery: undefined, ownEstimator: null,
      request: { space: nasnet, configuration, trainer: { ...trained(engine), device } }
    }))
  }
}
const runsWith = (...versions: readonly (TrainerIdentity | null)[]): { readonly runs: readonly PlannedRun[]; readonly states: readonly RunState[] } => {
  const [cell] = study("counting", [1]).cells
  const runs = versions.map((_, i) => ({ cell: cell!, seed: i + 1, folder: `only/seed-${i + 1}` }))
  return {
    runs,
    states: versions.map((trainer, i) => trainer === null
      ? { run: runs[i]!, state: "missing", summary: null, message: null }
      : { ...done("only", i + 1, summary([1], null, { trainer })) })
  }
}
const fixed = ({ runs, states }: ReturnType<typeof runsWith>) =>
  Effect.runPromise(Effect.provideService(asFirstOfCell(runs, states), Engines, [counting]))

describe("a cell of a study", () => {
  test("goes on with the threads of its first log, where results depend on them", async () => {
    const runs = await fixed(runsWith(null, identity(2), null))
    expect((runs as readonly PlannedRun[]).map(({ cell: { request: { trainer } } }) => trainer)).toEqual([
      { ...trained("counting"), threads: 2 }, trained("counting"), { ...trained("counting"), threads: 2 }
    ])
  })

  test("that is not begun has the threads that are asked for", async () => {
    expect(await fixed(runsWith(null, null))).toEqual(runsWith(null, null).runs)
  })

  test("gets no run of another version of its trainer", async () => {
    expect(await fixed(runsWith(identity(2, "0"), null))).toBe(
      "only/seed-1/events.ndjson was measured by trainer counting version 0 (2 threads), and only, seed 2 would be by "
      + "trainer counting version 1 (2 threads), which are not counted together: give the study another name")
  })

  test("is not counted where two trainers measured it", () => {
    expect(blendedCell(runsWith(identity(2), null, identity(2)).states)).toBeNull()
    expect(blendedCell(runsWith(identity(2), identity(4)).states)).toBe(
      "only/seed-2/events.ndjson was measured by trainer counting version 1 (4 threads), and only/seed-1/events.ndjson by "
      + "trainer counting version 1 (2 threads), which are not counted together: delete the runs of one of them, and "
      + "`pvll study run` makes them anew")
  })
})

const way = installation("cpu")

describe.skipIf(typeof way === "string")(`a study on TensorFlow${typeof way === "string" ? ` (skipped: ${way})` : ""}`, () => {
  const out = temporaryFolder()
  const quiet = { reading: () => {}, analysing: () => {} }
  const run = (of: Study, threads: number) =>
    Effect.runPromise(runStudy(environment(), of, { out, threads, seeds: null, report: () => {}, notice: () => {}, ...quiet }))
  const versionOf = (seed: number): unknown =>
    JSON.parse(readFileSync(join(out, "tensorflow", "runs", "only", `seed-${seed}`, "events.ndjson"), "utf8").split("\n")[0]!).data.trainer.version

  test("keeps the threads of its first run, and refuses what would be counted with others", { timeout: 120_000 }, async () => {
    expect((await run(study("tensorflow", [1]), 1)).runs).toMatchObject([{ state: "done" }])
    expect((await run(study("tensorflow", [1, 2]), 2)).runs).toMatchObject([{ state: "done" }, { state: "done" }])
    expect(versionOf(1)).toMatch(/, 1 thread\)$/)
    expect(versionOf(2)).toBe(versionOf(1))

    const onGpu = study("tensorflow", [1, 2], "gpu:0")
    const sentence = /seed-1 was made with another configuration: it was measured by trainer tensorflow version .* 1 thread\), and small\.json asks for device "gpu:0"; put it back/
    const refused = (effect: Effect.Effect<unknown, { readonly message: string }>) =>
      Effect.runPromise(Effect.map(Effect.flip(effect), ({ message }) => message))
    expect(await refused(runStudy(environment(), onGpu, { out, threads: 2, seeds: null, report: () => {}, notice: () => {}, ...quiet }))).toMatch(sentence)
    expect(await refused(readStudy(environment(), onGpu, out, { threads: 1, ...quiet }))).toMatch(sentence)

    const folder = join(out, "tensorflow")
    rmSync(join(folder, "runs", "only", "seed-1"), { recursive: true })
    rmSync(join(folder, "runs", "only", "seed-2"), { recursive: true })
    expect((await run(study("tensorflow", [1]), 2)).runs).toMatchObject([{ state: "done" }])
    expect(versionOf(1)).toMatch(/, 2 threads\)$/)
    expect((await Effect.runPromise(readStudyFolder(environment(), folder, { threads: 1, ...quiet }))).runs).toHaveLength(1)
  })
})
