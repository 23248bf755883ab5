import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { withKeptTables } from "../search/OpenTables.ts"
import { analyseRuns } from "./analyseRuns.ts"
import { readBegun } from "./begunStudy.ts"
import { blendedCell } from "./cellTrainer.ts"
import { asksForDerived } from "./measures.ts"
import { otherSetting } from "./sameSetting.ts"
import { cellsOf, runsOf, type Study, studyFolder } from "./study.ts"
import { StudyError } from "./StudyError.ts"
import { seedsOf } from "./studyFile.ts"
import type { StudyState } from "./studyState.ts"
import { surveyRuns } from "./surveyRuns.ts"

export interface ReadStudyOptions {
  readonly threads: number
  readonly reading: (done: number, total: number) => void
  readonly analysing: (done: number, total: number) => void
}

/** Where the study of a folder stands, as it was last run. */
export const readStudyFolder = Effect.fnUntraced(function*(
  environment: Environment,
  folder: string,
  { threads, reading, analysing }: ReadStudyOptions
): Effect.fn.Return<StudyState, StudyError> {
  const file = yield* readBegun(folder)
  if (file === null) {
    return yield* new StudyError({
      message: `${folder} is no folder of a study: it has no study.json; \`pvll study run FILE\` makes one`
    })
  }
  const runs = yield* surveyRuns(environment, runsOf(seedsOf(file), cellsOf(file), folder), {
    threads, report: reading, wanted: { derived: asksForDerived(file.measures) }
  })
  const blended = blendedCell(runs)
  if (blended !== null) return yield* new StudyError({ message: blended })
  const analyses = yield* analyseRuns(environment, folder, file, runs, { threads, compute: true, analysing })
  return { folder, file, runs, analyses }
}, withKeptTables)

/** Where the study of a file stands in its folder below `out`; runs of other options than the file's are refused. */
export const readStudy = Effect.fnUntraced(function*(
  environment: Environment,
  { path, file, cells }: Study,
  out: string,
  { threads, reading, analysing }: ReadStudyOptions
): Effect.fn.Return<StudyState, StudyError> {
  const folder = studyFolder(out, file)
  const runs = runsOf(seedsOf(file), cells, folder)
  const states = yield* surveyRuns(environment, runs, {
    threads, report: reading, wanted: { derived: asksForDerived(file.measures) }
  })
  for (const [i, run] of runs.entries()) {
    const { summary } = states[i]!
    const other = summary === null ? null : yield* otherSetting(environment, run, summary, null, path)
    if (other !== null) return yield* new StudyError({ message: other })
  }
  const blended = blendedCell(states)
  if (blended !== null) return yield* new StudyError({ message: blended })
  const analyses = yield* analyseRuns(environment, folder, file, states, { threads, compute: true, analysing })
  return { folder, file, runs: states, analyses }
}, withKeptTables)
