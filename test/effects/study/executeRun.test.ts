import * as Effect from "effect/Effect"
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { environment } from "../../../src/effects/environment.ts"
import { startSearch } from "../../../src/effects/search/startSearch.ts"
import { executeRun, logFileOf } from "../../../src/effects/study/executeRun.ts"
import { readRun } from "../../../src/effects/study/readRun.ts"
import type { PlannedRun } from "../../../src/effects/study/study.ts"
import { factsOf, linesOf, textOf } from "../../cli/logFile.ts"
import { smallStudy, studyFile, temporaryFolder } from "./studies.ts"

const folder = temporaryFolder()
const machine = environment()
const wanted = { derived: true }

const runIn = (name: string, stopAtBest = false, seed = 1): PlannedRun => {
  const [cell] = smallStudy(studyFile({ base: { stopAtBest } })).cells
  return { cell: cell!, seed, folder: join(folder, name) }
}

const execute = (run: PlannedRun) => Effect.runPromise(executeRun(machine, run, wanted))

const whole = runIn("whole")
const summary = await execute(whole)
const lines = linesOf(textOf(whole.folder))

/** A run whose process was killed after so many lines, in the middle of the next one. */
const killedAfter = (name: string, count: number, of = lines): PlannedRun => {
  const run = runIn(name)
  mkdirSync(run.folder, { recursive: true })
  writeFileSync(logFileOf(run), of.slice(0, count).join("") + (of[count] ?? "").slice(0, 20))
  return run
}

describe("one run of a study", () => {
  test("has the facts of a search with the same options", async () => {
    const { cell: { request }, seed } = whole
    await Effect.runPromise(Effect.scoped(Effect.flatMap(
      startSearch(machine, { ...request, seed, out: folder, name: "alone" }), ({ run }) => run)))
    expect(factsOf(whole.folder)).toBe(factsOf(join(folder, "alone")))
  })

  test.each([1, 2, 7, 20, 28, lines.length - 2, lines.length - 1])("killed after line %i, it comes to the same facts and measures", async (count) => {
    const run = killedAfter(`killed-${count}`, count)
    const { seconds: _, ...measures } = await execute(run)
    const { seconds: __, ...same } = summary
    expect(measures).toEqual(same)
    expect(factsOf(run.folder)).toBe(factsOf(whole.folder))
  })

  test("is left as it is once it is through", async () => {
    const text = textOf(whole.folder)
    expect(await execute(whole)).toEqual(summary)
    rmSync(join(whole.folder, "summary.json"))
    expect(await execute(whole)).toEqual(summary)
    expect(textOf(whole.folder)).toBe(text)
  })

  test("knows its best networks by rank and test accuracy, and what A stands for", () => {
    expect(summary).toMatchObject({ measured: 12, planned: 12, finished: true, settled: true, complete: true, bestReachedAt: null })
    const last = summary.improvements.at(-1)!
    expect(last.accuracy).toBeCloseTo(1 - last.loss, 12)
    expect(last.rank).toBeGreaterThan(1)
    expect(last.testAccuracy).toBeGreaterThan(0.1)
    expect(summary.derived!.accuracy).toBeGreaterThan(0)
    expect(summary.lowest).toBeLessThan(last.loss)
  })
})

describe("the summary beside a log", () => {
  const read = (run: PlannedRun) => Effect.runPromise(readRun(machine, logFileOf(run), wanted))

  test("says what the log says", async () => {
    const run = killedAfter("read", lines.length)
    expect(await read(run)).toEqual(summary)
    expect(existsSync(join(run.folder, "summary.json"))).toBe(true)
  })

  test("does not count once the log goes on, or where it is damaged", async () => {
    const run = killedAfter("grows", 20)
    const before = await read(run)
    expect(before).toMatchObject({ finished: false })
    writeFileSync(logFileOf(run), lines.join(""))
    expect(await read(run)).toEqual(summary)
    writeFileSync(join(run.folder, "summary.json"), "{\"format\":1")
    expect(await read(run)).toEqual(summary)
  })

  test("of another log does not count", async () => {
    const run = runIn("other", false, 2)
    await execute(run)
    const own = readFileSync(join(run.folder, "summary.json"), "utf8")
    copyFileSync(join(whole.folder, "summary.json"), join(run.folder, "summary.json"))
    expect(await read(run)).toEqual(JSON.parse(own).summary)
  })
})

describe("a run that stops at the table's best", () => {
  const file = join(folder, "losses.csv")
  const space = {
    name: "two-edges", operations: ["a", "b"], derivation: "no-genotype",
    cells: [{ name: "cell", inputs: 1, nodes: 1, edges: [{ from: 0, to: 1 }] }]
  } as const

  const run = (name: string): PlannedRun => {
    const plain = runIn(name, true)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, "architecture,loss\n|a~0|,0.2\n|b~0|,0.1\n")
    return {
      ...plain,
      cell: { ...plain.cell, request: {
        ...plain.cell.request, trainer: { type: "table", table: { type: "file", file: { path: file, options: {} } } },
        space: { ...space, cells: space.cells.map((cell) => ({ ...cell, edges: cell.edges.map((edge) => ({ ...edge, operations: ["a", "b"] })) })) },
        configuration: { ...plain.cell.request.configuration, repeats: "allow" }
      } }
    }
  }

  test("measures no more when it was killed right behind the best", async () => {
    const first = run("best")
    const { bestReachedAt, measured, finished } = await execute(first)
    expect([bestReachedAt, finished]).toEqual([measured, false])
    const stopped = linesOf(textOf(first.folder))
    expect(JSON.parse(stopped.at(-1)!)).toMatchObject({ type: "stopped", data: { reason: "best-reached" } })

    const killed = run("best-killed")
    mkdirSync(killed.folder)
    writeFileSync(logFileOf(killed), stopped.slice(0, -1).join(""))
    copyFileSync(join(first.folder, "local.json"), join(killed.folder, "local.json"))
    expect(await execute(killed)).toMatchObject({ bestReachedAt, measured })
    expect(factsOf(killed.folder)).toBe(factsOf(first.folder))
  })
})
