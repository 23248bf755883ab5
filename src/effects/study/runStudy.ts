import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import type { DataError } from "../data/imageData.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { makeFolders } from "../log/durably.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import { lockWriter } from "../log/writerLock.ts"
import { writing } from "../log/writing.ts"
import { withKeptTables } from "../search/OpenTables.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { analyseRuns } from "./analyseRuns.ts"
import { keepBegun, missingFromFile, readBegun, studyFileOf } from "./begunStudy.ts"
import { asFirstOfCell, blendedCell } from "./cellTrainer.ts"
import { type Executed, type ExecuteOptions, executeRuns } from "./executeRuns.ts"
import { asksForDerived } from "./measures.ts"
import { openData } from "./openData.ts"
import { otherSetting } from "./sameSetting.ts"
import { runsOf, type Study, studyFolder } from "./study.ts"
import { StudyError } from "./StudyError.ts"
import { seedsOf } from "./studyFile.ts"
import type { StudyState } from "./studyState.ts"
import { surveyRuns } from "./surveyRuns.ts"
import { unsoundCell } from "./unsoundCell.ts"

export interface RunStudyOptions extends ExecuteOptions {
  /** the folder that holds the study's */
  readonly out: string
  /** only the first so many seeds; null: all */
  readonly seeds: number | null
  /** told while logs are read that have no summary beside them */
  readonly reading: (done: number, total: number) => void
  /** told while analyses are computed that are not kept yet */
  readonly analysing: (done: number, total: number) => void
}

export type StudyResult = StudyState & Pick<Executed, "reason">

export type RunStudyError = StudyError | OwnEstimatorError | TableError | DataError | LogLocked | LogWriteFailed

/**
 * Runs what is left of a study: runs that are through stay as they are, those that were cut off go on, each as one task
 * of a thread. What speaks against the study as a whole is said before anything is written; a run that fails is told,
 * and the others go on. Interrupted, all runs stop at their next safe points.
 */
export const runStudy = Effect.fnUntraced(function*(
  environment: Environment,
  study: Study,
  options: RunStudyOptions
): Effect.fn.Return<StudyResult, RunStudyError> {
  const { path, file, cells } = study
  const folder = studyFolder(options.out, file)
  const runs = runsOf(seedsOf(file).slice(0, options.seeds ?? undefined), cells, folder)
  const wanted = { derived: asksForDerived(file.measures) }
  return yield* Effect.scoped(Effect.gen(function*() {
    const objection = yield* unsoundCell(environment, study)
    if (objection !== null) return yield* new StudyError({ message: objection })
    const data = yield* openData(cells)
    yield* writing(folder, "choose another place with --out", () => makeFolders(folder, () => {}))
    yield* lockWriter(studyFileOf(folder))
    const begun = yield* readBegun(folder)
    const missing = begun === null ? null : yield* missingFromFile(folder, begun, path, file)
    if (missing !== null) return yield* new StudyError({ message: missing })
    const before = yield* surveyRuns(environment, runs, { threads: options.threads, wanted, report: options.reading })
    for (const [i, run] of runs.entries()) {
      const { summary } = before[i]!
      const other = summary === null ? null : yield* otherSetting(environment, run, summary, data.get(run.cell)!, path)
      if (other !== null) return yield* new StudyError({ message: other })
    }
    const blended = blendedCell(before)
    if (blended !== null) return yield* new StudyError({ message: blended })
    const planned = yield* asFirstOfCell(runs, before)
    if (typeof planned === "string") return yield* new StudyError({ message: planned })
    yield* keepBegun(folder, file)
    const { states, reason } = yield* executeRuns(planned, before, options, wanted)
    const analyses = yield* analyseRuns(environment, folder, file, states, {
      threads: options.threads, compute: reason === "through", analysing: options.analysing
    })
    return { folder, file, runs: states, analyses, reason }
  }))
}, withKeptTables)
