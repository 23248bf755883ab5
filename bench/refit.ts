import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { refitLogs } from "../src/effects/history/refitLogs.ts"
import { type BenchDocument, type BenchRow, median } from "./document.ts"
import { program } from "./processes/wholeProcess.ts"

const threads = 2
const refits = 100

/** Searches of 60 networks, about 200 events each, on NAS-Bench-201 and under the options of a preset. */
const log = (folder: string, preset: string): string => {
  const args = [
    "search", "--space", "nb201", "--preset", preset, "--warmup", "20", "--steps", "40",
    "--name", preset, "--out", folder, "--quiet"
  ]
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: "utf8" })
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`)
  return join(folder, preset)
}

/**
 * Seconds of a whole refit of the LSTM: five folds, one step ahead, and the comparison with the line in the step
 * number.
 */
const seconds = async (log: string): Promise<number> => {
  const from = performance.now()
  await Effect.runPromise(refitLogs({
    logs: [log], estimators: [{ name: "lstm" }], axes: { memory: [], weight: [], target: [], input: [], members: [] },
    changes: {}, folds: 5, every: null, top: null, threads, report: () => {}
  }))
  return (performance.now() - from) / 1000
}

const rows = async (name: string, log: string, quick: boolean): Promise<readonly BenchRow[]> => {
  const times: number[] = []
  await seconds(log)
  for (let i = 0; i < (quick ? 5 : refits); i++) times.push(await seconds(log))
  const system = `pvll, ${threads} threads`
  const one: BenchRow = { case: name, system, median: median(times), unit: "s", runs: times.length }
  const total = times.reduce((sum, time) => sum + time, 0)
  const all: BenchRow = { case: `${name}, all ${refits}`, system, median: total, unit: "s", runs: 1 }
  return quick ? [one] : [one, all]
}

/**
 * Refits of a log of about 200 events with the LSTM, under the options of this project's own preset and of the paper.
 */
export const refit = async ({ quick }: { readonly quick: boolean }): Promise<BenchDocument> => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-bench-"))
  try {
    return {
      name: "refit",
      rows: [
        ...await rows("refit/lstm", log(folder, "nb201"), quick),
        ...await rows("refit/lstm paper", log(folder, "paper"), quick)
      ],
      ratios: [],
      missing: []
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
