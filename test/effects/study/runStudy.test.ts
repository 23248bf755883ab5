import * as Effect from "effect/Effect"
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { changed } from "../../../src/core/search/configurationChanges.ts"
import { environment } from "../../../src/effects/environment.ts"
import { settingDigest } from "../../../src/effects/study/runSummary.ts"
import { readStudyFolder } from "../../../src/effects/study/readStudy.ts"
import type { StudyPosition } from "../../../src/effects/study/executeRuns.ts"
import { runStudy, type RunStudyOptions } from "../../../src/effects/study/runStudy.ts"
import { studyReport } from "../../../src/effects/study/studyReport.ts"
import type { Study } from "../../../src/effects/study/study.ts"
import { factsOf, textOf } from "../../cli/logFile.ts"
import { smallStudy, studyFile, temporaryFolder } from "./studies.ts"

const folder = temporaryFolder()
const machine = environment()

const options = (out: string, changes: Partial<RunStudyOptions> = {}): RunStudyOptions => ({
  out: join(folder, out), threads: 2, seeds: null, reading: () => {}, analysing: () => {}, report: () => {}, notice: () => {}, ...changes
})

const run = (study: Study, out: string, changes: Partial<RunStudyOptions> = {}) =>
  Effect.runPromise(runStudy(machine, study, options(out, changes)))

const refused = async (study: Study, out: string): Promise<string> =>
  (await Effect.runPromise(Effect.flip(runStudy(machine, study, options(out))))).message

const logsOf = (out: string): readonly string[] =>
  readdirSync(join(folder, out, "small", "runs"), { recursive: true, encoding: "utf8" }).filter((name) => /seed-\d+$/.test(name)).toSorted()

const positions: StudyPosition[] = []
const first = await run(smallStudy(), "two", { report: (position) => positions.push(position) })

describe("a study", () => {
  test("runs every variant with every seed, one log each, and tells how far it is", () => {
    expect(logsOf("two")).toEqual(["mean/seed-1", "mean/seed-2", "mean/seed-3", "ridge/seed-1", "ridge/seed-2", "ridge/seed-3"].map((name) => join(...name.split("/") as [string, string])))
    expect(first.runs.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => "done"))
    expect(positions.at(-1)).toMatchObject({ done: 6, total: 6, failed: 0, working: [] })
  })

  test("has the same facts whatever the number of threads", async () => {
    await run(smallStudy(), "one", { threads: 1 })
    for (const name of logsOf("two")) {
      expect(factsOf(join(folder, "one", "small", "runs", name))).toBe(factsOf(join(folder, "two", "small", "runs", name)))
    }
  })

  test("leaves what is through as it is, and is shown from its folder alone", async () => {
    const texts = logsOf("two").map((name) => textOf(join(folder, "two", "small", "runs", name)))
    const again = await run(smallStudy(), "two")
    expect(studyReport(again).tables).toEqual(studyReport(first).tables)
    expect(logsOf("two").map((name) => textOf(join(folder, "two", "small", "runs", name)))).toEqual(texts)
    const read = await Effect.runPromise(readStudyFolder(machine, join(folder, "two", "small"), { threads: 1, reading: () => {}, analysing: () => {} }))
    expect(studyReport(read).tables).toEqual(studyReport(first).tables)
  })

  test("may get more seeds and variants; a variant with runs may not change, nor be missing", async () => {
    await run(smallStudy(studyFile({ seeds: [1] })), "grows")
    const before = textOf(join(folder, "grows", "small", "runs", "ridge", "seed-1"))
    const more = await run(smallStudy(studyFile({ seeds: [2, 1], variants: [{ name: "new" }, { name: "ridge" }, { name: "mean" }] }), {}), "grows")
    expect(more.runs.filter(({ state }) => state === "done")).toHaveLength(6)
    expect(textOf(join(folder, "grows", "small", "runs", "ridge", "seed-1"))).toBe(before)

    const other = smallStudy(studyFile({ variants: [{ name: "new" }, { name: "ridge" }, { name: "mean" }] }), { estimator: { ridge: 7 } })
    expect(await refused(other, "grows")).toMatch(/seed-1 was made with another configuration: estimator\.ridge is 1 there and 7 by small\.json;/)
    expect(await refused(smallStudy(studyFile({ variants: [{ name: "ridge" }, { name: "mean" }] })), "grows"))
      .toMatch(/holds runs of the variant new, which small\.json lacks/)
    const listed = studyFile({ base: { data: ["cifar10"] }, variants: [{ name: "new" }, { name: "ridge" }, { name: "mean" }] })
    expect(await refused(smallStudy(listed), "grows")).toMatch(/was begun with one data set, and small\.json has a list of them/)
    expect(textOf(join(folder, "grows", "small", "runs", "ridge", "seed-1"))).toBe(before)
  })

  test("with one seed fewer shows the others", async () => {
    const { runs } = await run(smallStudy(studyFile({ seeds: [3, 1] })), "two")
    expect(runs.map(({ run, state }) => [run.seed, state])).toEqual([[3, "done"], [3, "done"], [1, "done"], [1, "done"]])
    await run(smallStudy(), "two")
  })

  test("goes on where a run fails: it is named, and the others come to their ends", async () => {
    await run(smallStudy(studyFile({ seeds: [1, 2] })), "damaged")
    const log = join(folder, "damaged", "small", "runs", "mean", "seed-2", "events.ndjson")
    writeFileSync(log, readFileSync(log, "utf8").replace("\"loss\":0.", "\"loss\":1."))
    rmSync(join(folder, "damaged", "small", "runs", "mean", "seed-2", "summary.json"))
    const { runs } = await run(smallStudy(), "damaged")
    expect(runs.map(({ run, state }) => `${run.cell.variant} ${run.seed} ${state}`)).toEqual([
      "ridge 1 done", "mean 1 done", "ridge 2 done", "mean 2 failed", "ridge 3 done", "mean 3 done"
    ])
    expect(runs.find(({ state }) => state === "failed")!.message).toMatch(/line \d+ \(byte \d+\)/)
  })

  test("fails before anything is written where its data cannot be opened, or its options make no search", async () => {
    const study = smallStudy()
    const missing = { type: "table", table: { type: "file", file: { path: join(folder, "nowhere.csv"), options: {} } } } as const
    const broken = { ...study, cells: study.cells.map((cell) => ({ ...cell, request: { ...cell.request, trainer: missing } })) }
    expect(await refused(broken, "nothing")).toMatch(/nowhere\.csv: there is no such file/)
    expect(await refused(smallStudy(studyFile(), { estimator: { name: "mixture", parts: [] } }), "nothing"))
      .toMatch(/^the study small\.json, the variant ridge: a mixture of no estimators/)
    expect(readdirSync(folder)).not.toContain("nothing")
  })

  test("runs one process at a time in a folder", async () => {
    const both = await Promise.all([1, 2].map(() => Effect.runPromise(Effect.result(runStudy(machine, smallStudy(), options("both"))))))
    const failure = both.find(({ _tag }) => _tag === "Failure")
    expect(both.filter(({ _tag }) => _tag === "Success")).toHaveLength(1)
    expect(failure?._tag === "Failure" && failure.failure.message).toMatch(/study\.json is being written by process/)
  })
})

test("a user's own estimator is known by its code, wherever its file lies", () => {
  const { configuration, space } = smallStudy().cells[0]!.request
  const digest = (own: { readonly file: string; readonly digest: string; readonly commit: string | null }) =>
    settingDigest(machine.sha256, { space, seed: 1, configuration: changed(configuration, { estimator: { name: "own", own } }) })
  const first = digest({ file: "mine.ts", digest: "a".repeat(64), commit: "1".repeat(40) })
  expect(digest({ file: "moved.ts", digest: "a".repeat(64), commit: null })).toBe(first)
  expect(digest({ file: "mine.ts", digest: "b".repeat(64), commit: "1".repeat(40) })).not.toBe(first)
})
