import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import type { BenchDocument } from "../../bench/document.ts"
import { queriesDocument } from "../../bench/queries/queriesDocument.ts"
import { queriesText } from "../../bench/queries/queriesText.ts"
import { type QueriesRun, runQueries } from "../../bench/queries/runQueries.ts"
import { type System, systemOf } from "../../bench/queries/systems.ts"
import { architectureKey } from "../../src/core/architecture/architecture.ts"
import { environment } from "../../src/effects/environment.ts"
import { nb201DataSets, nb201Table } from "../../src/effects/trainer/table/nb201Table.ts"
import { configured, runInMemory } from "../core/search/inMemory.ts"

const tables = await Promise.all(nb201DataSets.map((data) => Effect.runPromise(nb201Table({ data, measure: "valid" }))))
const configurationOf = (name: string, ...settings: readonly string[]) => (systemOf(name, settings) as System).configuration

describe("a run of the benchmark queries", () => {
  const [table] = tables as [(typeof tables)[number]]
  const rowOf = (architecture: readonly number[]) => table.rows.get(architectureKey(architecture))!

  it("counts the networks that the same search measures until the best one, that one included", () => {
    for (const seed of [1, 2, 3]) {
      const configuration = { ...configurationOf("evolution"), steps: 700 }
      const { state } = runInMemory([configured(configuration, table.space, seed)], (step, architecture) =>
        ({ type: "measured", data: { step, loss: table.columns.loss[rowOf(architecture)]! } }))
      const rows = state!.outcomes.map(({ architecture }) => rowOf(architecture))
      const lowest = Math.min(...table.columns.loss)
      const first = rows.findIndex((row) => table.columns.loss[row] === lowest)
      const [run] = runQueries(environment(), configuration, seed, [table], 700)
      expect(run!.queries).toBe(first === -1 ? null : first + 1)
      const hundred = rows.slice(0, 100).reduce((best, row) => (table.columns.loss[row]! < table.columns.loss[best]! ? row : best))
      expect(run!.best[0]).toEqual({ validation: table.columns.accuracy![hundred], test: table.columns.testAccuracy![hundred] })
    }
  })

  it("counts distinct networks: one that is measured again is not another query", () => {
    const configuration = configurationOf("evolution", "repeats=allow", "proposal.population=2", "proposal.tournament=2")
    const { state } = runInMemory([configured({ ...configuration, steps: 990 }, table.space, 5)], (step, architecture) =>
      ({ type: "measured", data: { step, loss: table.columns.loss[rowOf(architecture)]! } }))
    const [run] = runQueries(environment(), configuration, 5, [table], 1000)
    const until = state!.outcomes.findIndex(({ loss }) => loss === table.sortedLosses[0])
    const distinct = new Set(state!.outcomes.slice(0, until + 1).map(({ architecture }) => architectureKey(architecture))).size
    expect(distinct).toBeLessThan(until + 1)
    expect(run!.queries).toBe(distinct)
  })

  it("is cut at the cap, with what it found so far", () => {
    const [run] = runQueries(environment(), configurationOf("uniform"), 1, [table], 120)
    expect(run!.queries).toBeNull()
    expect(run!.best.map((best) => best !== null)).toEqual([true, false, false])
  })

  it("of uniform draws serves all data sets at once as runs of their own would", () => {
    const configuration = configurationOf("uniform")
    const apart = tables.map((one) => runQueries(environment(), configuration, 7, [one], 300)[0])
    expect(runQueries(environment(), configuration, 7, tables, 300)).toEqual(apart)
  })
})

describe("its document", () => {
  const best = { validation: 0.9, test: 0.8 }
  const run = (queries: number | null): QueriesRun => ({ queries, best: [best, best, null] })
  const document = queriesDocument({ systems: ["evolution"], data: ["cifar10"], measure: "valid", cap: 800 },
    [100, 501, null, 300].map((queries, i) => ({ system: 0, seed: 1000 + i, data: [0], runs: [run(queries)], seconds: 1 })))

  it("counts a run that was cut as the cap, and names it", () => {
    const [row] = document.queries!.rows
    expect(row).toMatchObject({
      mean: (100 + 501 + 800 + 300) / 4, median: 400.5, max: 800, within500: 0.5, cut: [1002], queries: [100, 501, null, 300]
    })
    expect(row!.best.map(({ measured, runs }) => [measured, runs])).toEqual([[100, 4], [200, 4]])
    const text = queriesText(document.queries!).join("\n")
    expect(text).toContain(">= 425.3")
    expect(text).toContain("evolution on cifar10: 1 of 4 runs cut at 800 and counted as that (seeds 1002)")
  })
})

describe("npm run bench -- queries", () => {
  const main = fileURLToPath(new URL("../../bench/main.ts", import.meta.url))
  const bench = (...args: readonly string[]) =>
    spawnSync(process.execPath, [main, "queries", ...args], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } })

  it("gives the same document however often it runs", () => {
    const args = ["--samplers", "evolution,tpe", "--seeds", "2", "--data", "cifar100", "--cap", "60", "--json"]
    const [first, second] = [bench(...args), bench(...args)].map(({ stdout }) => (JSON.parse(stdout) as BenchDocument).queries!.rows)
    const numbers = (rows: typeof first) => rows!.map((row) => ({ ...row, seconds: null }))
    expect(numbers(second)).toEqual(numbers(first))
    expect(first!.map(({ system, seeds }) => [system, seeds])).toEqual([["evolution", [1000, 1001]], ["tpe", [1000, 1001]]])
  })

  it.each([
    [["--samplers", "evolutoin"], "bench: --samplers: there is no evolutoin; did you mean evolution?"],
    [["--measure", "valid-single", "--data", "cifar100"], "bench: --data: there is no cifar100; did you mean cifar10?"],
    [["--seeds", "x"], "bench: --seeds x: give a whole number from 1 on"],
    [["--set", "estimator.member=3"], "bench: --set estimator.member=3: give an option of the configuration as path=value"],
    [["--set", "warmUp=-1"], "bench: --set warmUp=-1: give an option of the configuration as path=value"]
  ])("says what is wrong with %s", (args, sentence) => {
    const { status, stderr } = bench(...args)
    expect(status).toBe(2)
    expect(stderr).toContain(sentence)
  })
})
