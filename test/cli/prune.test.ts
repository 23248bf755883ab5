import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { eventsOf } from "./logFile.ts"
import { writeMnist } from "./mnistFolder.ts"
import { pvll } from "./program.ts"
import { json, temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("prune")
/** 10 trainings of two batches each. */
const tiny = [
  "--warmup", "3", "--steps", "4", "--channels", "4", "--layers", "1", "--batch", "32", "--images-per-training", "48",
  "--validation-images", "32", "--set", "estimator.warmUpPasses=6", "--set", "estimator.passes=3", "--checkpoint-every", "3"
]
const images = writeMnist(join(folder, "images"), 64, (image) => image % 2)
const search = (name: string, ...more: readonly string[]): string =>
  json(["search", ...tiny, "--data", `mnist:${images}`, "--out", folder, "--name", name, "--quiet", ...more]).log
const fork = (log: string, at: number, name: string, ...more: readonly string[]): string =>
  json(["resume", log, "--at", `${at}`, "--checkpoint-every", "3", "--name", name, "--quiet", ...more]).log

/** Places of the checkpoints that a log names, in order. */
const saved = (log: string): readonly { readonly trainings: number; readonly checkpoint: string }[] =>
  eventsOf(log).filter(({ type }) => type === "saved").map(({ data }) => data)
const files = (log: string): readonly string[] => readdirSync(join(log, "checkpoints")).toSorted()
const fileOf = (log: string, place: number): string => join(log, "checkpoints", saved(log)[place]!.checkpoint)

/** What `replay --retrain` says is trained again to reach a step: how many trainings. */
const trainingsTo = (log: string, step: number): number => {
  const { status, stderr } = pvll(["replay", log, "--retrain", `${step}`])
  expect(status, stderr).toBe(0)
  return Number(/(\d+) trainings? (?:is|are) done again/.exec(stderr)?.[1] ?? 0)
}

const run = search("run")

describe("a checkpoint that is missing or damaged is not counted on", () => {
  test("the newest usable one stays, and both are named", () => {
    const log = fork(run, 7, "lost")
    expect(saved(log).map(({ trainings }) => trainings)).toEqual([3, 6, 9, 10])
    rmSync(fileOf(log, 3))
    const damaged = fileOf(log, 2)
    const content = readFileSync(damaged)
    rmSync(damaged)
    writeFileSync(damaged, content.fill(7, 100, 101))
    const lost = [{ ...saved(log)[2], kind: "damaged" }, { ...saved(log)[3], kind: "missing" }]

    const { stdout } = pvll(["prune", log, "--dry-run"])
    expect(stdout).toMatch(/^would free 1 checkpoint /)
    expect(stdout).toContain(`not counted on: checkpoint ${lost[0]!.checkpoint!.slice(0, 12)}, after 9 trainings, is damaged\n`)
    expect(stdout).toContain(`not counted on: checkpoint ${lost[1]!.checkpoint!.slice(0, 12)}, after 10 trainings, is missing\n`)
    expect(json(["prune", log])).toMatchObject({ freed: [{ trainings: 3 }], kept: 1, unusable: lost })
    expect(files(log)).toEqual([saved(log)[1]!.checkpoint, saved(log)[2]!.checkpoint].toSorted())
    expect(trainingsTo(log, 7)).toBe(3)
    expect(json(["prune", log])).toMatchObject({ freed: [], kept: 1, unusable: lost })
  })

  test("nothing is freed where a single one can be used", () => {
    const log = fork(run, 7, "single")
    for (const place of [1, 2, 3]) rmSync(fileOf(log, place))
    expect(json(["prune", log, "--within", "1000"])).toMatchObject({ freed: [], kept: 1, unusable: [{}, {}, {}] })
    expect(files(log)).toEqual([saved(log)[0]!.checkpoint])
  })
})

test("steps are named as they are reached, also where the order changed on the way", () => {
  const log = fork(search("first-order", "--order", "1"), 5, "second-order", "--order", "2", "--steps", "8")
  const { freed } = json(["prune", log, "--within", "50"])
  // Steps 4 to 6 begin with the weights after the warm-up's 6 trainings, each later one after one more.
  expect(freed.map(({ trainings, steps }: any) => [trainings, steps.first, steps.last])).toEqual([[3, 1, 3], [6, 4, 8], [9, 9, 11]])
  expect(freed.map(({ most }: any) => most)).toEqual([5, 8, 11])
  expect(trainingsTo(log, 8)).toBe(8)
})

describe("where trainings diverged, one file stands for several places", () => {
  const log = fork(run, 4, "diverged", "--training-learning-rate", "1e30", "--steps", "11")
  const places = saved(log)
  const last = places.at(-1)!.checkpoint
  const same = places.filter(({ checkpoint }) => checkpoint === last)

  test("each of them is begun at", () => {
    expect(same.length).toBeGreaterThan(2)
    expect(trainingsTo(log, 13)).toBeLessThan(3)
  })

  test("and the file stays as long as one of them does", () => {
    const found = json(["prune", log, "--within", "1000"])
    expect(found.kept).toBe(1)
    expect(files(log)).toEqual([last])
    expect(found.freed.some(({ checkpoint }: any) => checkpoint === last)).toBe(false)
    expect(eventsOf(log).at(-1)!.data.checkpoints).not.toContain(last)
    expect(trainingsTo(log, 13)).toBeLessThan(3)
  })
})

test("--quiet is taken, as by all verbs that compute", () => {
  expect(pvll(["prune", run, "--dry-run", "--quiet"])).toMatchObject({ status: 0, stderr: "" })
})
