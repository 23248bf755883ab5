import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { dirname } from "node:path"
import type { Environment } from "../../core/environment.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { evolve } from "../../core/search/evolve.ts"
import type { Search } from "../../core/search/state.ts"
import { changedOwn, keepOwn, readyOwn } from "../estimator/ownOfLog.ts"
import { EventLog } from "../log/EventLog.ts"
import { type LocalSettingsError, readLocalSettings, remember } from "../log/localSettings.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import { locateFile, openLog } from "../log/openLog.ts"
import { lockWriter } from "../log/writerLock.ts"
import type { TornTail } from "../log/tornTail.ts"
import { type ExamineError, examineLog, type ResumeRequest } from "./examineLog.ts"
import { Notice } from "./Notice.ts"
import { processEvent } from "./processEvent.ts"
import { trainsWeights } from "./presentTrainer.ts"
import { type OpenTrainerError, trainerOfLog } from "./readyTrainer.ts"
import { type RunOptions, runSearch } from "./runSearch.ts"
import { tableIfKnown } from "./tableSource.ts"
import type { Session } from "./startSearch.ts"

/** A session that goes on, and what was found at the end of its log. */
export interface ResumedSession extends Session {
  readonly tornTail: (TornTail & { readonly aside: string }) | null
}

export type ResumeError = ExamineError | LocalSettingsError | OpenTrainerError | LogLocked | LogWriteFailed

/** Loads a log's own estimator, and says where its file holds other code by now. */
const readyEstimator = Effect.fnUntraced(function*({ log, changes }: ResumeRequest, file: string, { setting, measured }: Search) {
  const { estimator } = setting.configuration
  yield* readyOwn(file, estimator)
  const path = changes.estimator?.own == null ? yield* changedOwn(dirname(file), estimator) : null
  if (path === null) return
  const { tell } = yield* Notice
  yield* tell(`${path} has changed since; this goes on with the code that the log was made with, `
    + `\`pvll resume ${log} --at ${measured} --estimator ${path}\` makes a fork with the changed one`)
})

/**
 * Opens a log to go on with it in place, as its only writer until the scope ends. What is refused is refused before
 * the log is touched. A finished search that is asked for nothing more gets no new event: its session ends at once
 * with its result.
 */
export const resumeSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: ResumeRequest,
  options: RunOptions = {}
): Effect.fn.Return<ResumedSession, ResumeError, Scope.Scope> {
  const { file, real } = yield* locateFile(request.log)
  // A second writer is told at once, not after a long fold.
  yield* Effect.scoped(lockWriter(real))
  const before = yield* examineLog(environment, file, request)
  const local = yield* readLocalSettings(dirname(file))
  if (!before.finished) yield* readyEstimator(request, file, before.search)
  const ready = before.finished ? null : yield* trainerOfLog(file, before.search.setting, local, request.place)
  const history = growingHistory({ weights: false })
  const { log, tornTail } = yield* openLog(request.log, null, (_, stored) => {
    history.add(stored)
    return null
  })
  // Until it was opened, another process may have appended to it.
  const { id } = yield* log.head
  const { search, steps, finished } = id === before.last ? before : yield* examineLog(environment, file, request)
  const { folder } = log
  if (finished || ready === null) {
    const result = { folder, reason: "finished" as const, search, history: history.now() }
    const table = ready?.table ?? (yield* tableIfKnown(search.setting, local))
    return { folder, table, trains: trainsWeights(search.setting), start: search, tornTail, finished: true, run: Effect.succeed(result) }
  }
  yield* remember(folder, ready.local)
  yield* keepOwn(folder, search.setting.configuration.estimator)
  history.add(yield* log.append(processEvent("resumed", environment, ready.trainer)))
  let start = search
  if (steps !== null) {
    const fact = { type: "reconfigured", data: { configuration: { steps } } } as const
    history.add(yield* log.append(fact))
    start = evolve(environment)(search, fact) ?? search
  }
  const run = runSearch(environment, start, history, ready, options)
  return { folder, table: ready.table, trains: ready.trainer.weights !== undefined, start, finished: false, tornTail, run: Effect.provideService(run, EventLog, log) }
})
