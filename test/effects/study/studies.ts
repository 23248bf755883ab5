import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { changed, type ConfigurationChanges } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"
import type { RunSummary } from "../../../src/effects/study/runSummary.ts"
import { cellsOf, type PlannedCell, type Study } from "../../../src/effects/study/study.ts"
import type { StudyFile } from "../../../src/effects/study/studyFile.ts"
import type { RunState } from "../../../src/effects/study/studyState.ts"

/** A folder that goes away after the tests of a file. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-study-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const studyFile = (changes: Partial<StudyFile> = {}): StudyFile => ({
  name: "small",
  variants: [{ name: "ridge" }, { name: "mean" }],
  seeds: { from: 1, count: 3 },
  measures: ["best-accuracy"],
  ...changes
})

const options: { readonly [variant: string]: ConfigurationChanges } = {
  ridge: { estimator: { name: "ridge" } },
  mean: { estimator: { name: "mean" }, sampler: "uniform" }
}

/** Searches of the shipped table that are over in a moment. */
export const smallStudy = (file: StudyFile = studyFile(), changes: ConfigurationChanges = {}): Study => ({
  path: "small.json",
  file,
  cells: cellsOf(file).map((cell): PlannedCell => ({
    ...cell,
    checkpointEvery: undefined,
    ownEstimator: null,
    request: {
      space: nb201,
      trainer: { type: "table", table: { type: "shipped", data: "cifar10", measure: "valid" } },
      configuration: changed(changed(presets.nb201, { warmUp: 5, steps: 7, ...options[cell.variant] }), changes)
    }
  }))
})

/** What a run came to: the losses in the order in which they were measured; `best` is the table's lowest. */
export const summary = (losses: readonly number[], best: number | null, others: Partial<RunSummary> = {}): RunSummary => {
  const improvements = losses.flatMap((loss, i) => losses.slice(0, i).some((before) => before <= loss) ? [] : [{
    measured: i + 1, step: i + 1, architecture: `network ${loss}`, loss, accuracy: 1 - loss, testAccuracy: null, rank: null
  }])
  return {
    setting: "", data: { name: "table", measure: "loss", digest: "" }, trainer: { name: "table", version: "1", deterministic: true },
    measured: losses.length, planned: losses.length, diverged: 0, failed: 0, failure: null, finished: true, settled: true,
    improvements, lowest: best, bestReachedAt: best === null ? null : improvements.find(({ loss }) => loss <= best)?.measured ?? null,
    complete: true, derived: null, tested: null, seconds: 1,
    ...others
  }
}

export const done = (variant: string, seed: number, of: RunSummary, data: string | null = null): RunState => ({
  run: { cell: { variant, data, stopAtBest: false }, seed, folder: `${variant}/seed-${seed}` }, state: "done", summary: of, message: null
})
