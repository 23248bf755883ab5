import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { tellingOnce } from "../search/Notice.ts"
import type { LogsByVariant } from "./analyse.ts"
import { type Analysis, variantsOf } from "./analysisFile.ts"
import { analysisFileOf, analysisKey, type AnalysisPlace, loadAnalysis } from "./analysisFiles.ts"
import type { AnalysisResult } from "./analysisResult.ts"
import { logFileOf } from "./executeRun.ts"
import { dataSetsOf, type StudyFile } from "./studyFile.ts"
import type { RunState } from "./studyState.ts"
import { inLanes } from "./workerLanes.ts"

/** An analysis of the runs of one seed on one data set. */
export interface AnalysisState {
  readonly analysis: Analysis
  readonly data: string | null
  readonly seed: number
  /** null where runs that it needs are not through, or it failed: `message` says why */
  readonly result: AnalysisResult | null
  readonly message: string | null
}

export interface AnalyseOptions {
  readonly threads: number
  /** false: only what is kept already */
  readonly compute: boolean
  /** told while results are computed that are not kept yet */
  readonly analysing: (done: number, total: number) => void
}

/** What is to be computed. */
interface Wanted {
  readonly index: number
  readonly analysis: Analysis
  readonly logs: LogsByVariant
  readonly keep: AnalysisPlace
}

/** The logs of the variants that an analysis reads; null where a run of one of them is not through. */
const logsOf = (analysis: Analysis, runs: readonly RunState[]): LogsByVariant | null => {
  const found = variantsOf(analysis).map((variant) =>
    [variant, runs.find(({ run, state }) => run.cell.variant === variant && state === "done")] as const)
  return found.every(([, one]) => one !== undefined)
    ? Object.fromEntries(found.map(([variant, one]) => [variant, logFileOf(one!.run)]))
    : null
}

/**
 * The analyses of a study's file, of every seed and data set whose runs are through: kept ones are read, the others
 * computed in threads.
 */
export const analyseRuns = Effect.fnUntraced(function*(
  { sha256 }: Environment,
  folder: string,
  file: StudyFile,
  runs: readonly RunState[],
  { threads, compute, analysing }: AnalyseOptions
): Effect.fn.Return<readonly AnalysisState[]> {
  const sets = dataSetsOf(file).map((set) => set?.name ?? null)
  const seeds = [...new Set(runs.map(({ run }) => run.seed))]
  const states: AnalysisState[] = []
  const wanted: Wanted[] = []
  for (const analysis of file.analyses ?? []) {
    for (const data of sets) {
      for (const seed of seeds) {
        const logs = logsOf(analysis, runs.filter(({ run }) => run.cell.data === data && run.seed === seed))
        const key = logs === null ? null : yield* analysisKey(sha256, analysis, logs)
        const keep = key === null ? null : { key, file: analysisFileOf(folder, analysis, data, seed) }
        const result = keep === null ? null : yield* loadAnalysis(keep)
        if (keep !== null && logs !== null && result === null) {
          wanted.push({ index: states.length, analysis, logs, keep })
        }
        states.push({ analysis, data, seed, result, message: null })
      }
    }
  }
  if (wanted.length === 0 || !compute) return states

  const tellOnce = yield* tellingOnce
  let done = 0
  const waiting = wanted.values()
  analysing(done, wanted.length)
  yield* inLanes<Wanted>({
    threads: Math.min(threads, wanted.length),
    each: 1,
    next: () => {
      const { value, done } = waiting.next()
      if (done === true) return null
      const { analysis, logs, keep } = value
      return { key: value, task: { type: "analyse", analysis, logs, keep } }
    },
    progress: () => {},
    notice: (_, sentence) => tellOnce(sentence),
    ended: (one, end) => {
      const before = states[one.index]!
      if (end.type === "analysed") states[one.index] = { ...before, result: end.result }
      if (end.type === "failed") states[one.index] = { ...before, message: end.message }
      analysing(++done, wanted.length)
    }
  })
  return states
})
