import { meanInterval } from "../../src/effects/statistics/meanInterval.ts"
import type { BenchDocument, BenchMean, BenchQueriesRow } from "../document.ts"
import { type BestSoFar, milestones, type QueriesRun } from "./runQueries.ts"
import type { TaskDone } from "./worker.ts"

/** What was run, by name. */
interface Plan {
  readonly systems: readonly string[]
  readonly data: readonly string[]
  readonly measure: string
  readonly cap: number
}

interface SeedRun extends QueriesRun {
  readonly seed: number
  readonly seconds: number
}

const meanOf = (values: readonly number[]): BenchMean => {
  const { mean, interval } = meanInterval(values)!
  return { mean, interval }
}

const bestAt = (runs: readonly SeedRun[], i: number): BenchQueriesRow["best"] => {
  const there = runs.map(({ best }) => best[i]!).filter((best): best is BestSoFar => best !== null)
  return there.length === 0 ? [] : [{
    measured: milestones[i]!,
    runs: there.length,
    validation: meanOf(there.map(({ validation }) => validation)),
    test: meanOf(there.map(({ test }) => test))
  }]
}

const rowOf = (system: string, data: string, cap: number, runs: readonly SeedRun[]): BenchQueriesRow => {
  const { mean, standardError, median, max } = meanInterval(runs.map(({ queries }) => queries ?? cap))!
  return {
    system, data,
    seeds: runs.map(({ seed }) => seed),
    queries: runs.map(({ queries }) => queries),
    mean, standardError, median, max,
    within500: runs.filter(({ queries }) => queries !== null && queries <= 500).length / runs.length,
    cut: runs.filter(({ queries }) => queries === null).map(({ seed }) => seed),
    best: milestones.flatMap((_, i) => bestAt(runs, i)),
    seconds: meanInterval(runs.map(({ seconds }) => seconds))!.median
  }
}

/** All runs as a document, a row for each system and data set. */
export const queriesDocument = ({ systems, data, measure, cap }: Plan, done: readonly TaskDone[]): BenchDocument => {
  const runsOf = (s: number, d: number): readonly SeedRun[] =>
    done.flatMap((task) => {
      const at = task.system === s ? task.data.indexOf(d) : -1
      return at === -1 ? [] : [{ seed: task.seed, seconds: task.seconds, ...task.runs[at]! }]
    })
  const rows = systems.flatMap((system, s) => data.map((name, d) => rowOf(system, name, cap, runsOf(s, d))))
  return { name: "queries", rows: [], ratios: [], missing: [], queries: { measure, cap, rows } }
}
