import { stat } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { loadSameOwn } from "../estimator/ownEstimator.ts"
import { loadedEstimator } from "../estimator/ownEstimators.ts"
import { logFileName } from "../log/locateLog.ts"
import { engineNamed } from "../trainer/engines.ts"
import type { Place } from "../search/place.ts"
import { resumeSearch } from "../search/resumeSearch.ts"
import type { TrainerRequest } from "../search/readyTrainer.ts"
import type { RunOptions } from "../search/runSearch.ts"
import { type Session, startSearch } from "../search/startSearch.ts"
import { readRun, type Wanted } from "./readRun.ts"
import { isDone, type RunSummary, summaryOfRun } from "./runSummary.ts"
import type { PlannedRun, StudyRun } from "./study.ts"
import { saveSummary } from "./summaryFile.ts"

export const logFileOf = ({ folder }: Pick<StudyRun, "folder">): string => join(folder, logFileName)

export const hasLog = (run: Pick<StudyRun, "folder">): Effect.Effect<boolean> =>
  Effect.promise(() => stat(logFileOf(run)).then((found) => found.isFile(), () => false))

/**
 * Where the study's file says that the data of a run lie now, and what computes. What a log fixes it keeps, whatever this
 * machine would choose for a new one.
 */
const placeOf = (request: TrainerRequest): Place => {
  if (request.type === "table") return { table: request.table.type === "file" ? request.table.file : undefined }
  const { type, data, device, threads } = request
  return {
    ...(engineNamed(type)?.anyThreads === true ? { threads } : {}),
    device,
    data: data.folder === null ? undefined : { kind: data.kind, folder: data.folder }
  }
}

/** A user's own estimator is loaded once a thread. That its types fit was seen when the study's file was read. */
const readyEstimator = ({ cell: { request: { configuration: { estimator } }, ownEstimator } }: PlannedRun) =>
  ownEstimator === null || estimator.own === null || loadedEstimator(estimator.own.digest) !== undefined
    ? Effect.void
    : Effect.asVoid(loadSameOwn(ownEstimator, estimator.own.digest))

const open = (environment: Environment, { cell, seed, folder }: PlannedRun, begun: boolean, options: RunOptions) =>
  begun
    ? resumeSearch(environment, { log: folder, changes: {}, place: placeOf(cell.request.trainer) }, options)
    : startSearch(environment, { ...cell.request, seed, out: dirname(folder), name: basename(folder) }, options)

/**
 * Brings one run of a study to its end, from wherever it stands: not begun, cut off anywhere, or through. Its facts are
 * those of a search with the same options that was never interrupted.
 */
export const executeRun = Effect.fnUntraced(function*(environment: Environment, run: PlannedRun, wanted: Wanted) {
  const { stopAtBest, checkpointEvery } = run.cell
  const begun = yield* hasLog(run)
  if (begun) {
    // A search that goes on would measure one more before it sees that the best one is there already.
    const before = yield* readRun(environment, logFileOf(run), wanted)
    if (isDone(before, stopAtBest)) return before
  }
  yield* readyEstimator(run)
  return yield* Effect.scoped(Effect.gen(function*() {
    const session: Session = yield* open(environment, run, begun, { stopAtBest, checkpointEvery })
    const { search, history } = yield* session.run
    const summary: RunSummary = summaryOfRun(environment.sha256, { ...history, setting: search.setting }, search, session.table)
    yield* saveSummary(logFileOf(run), history.lastId, summary)
    return summary
  }))
})
