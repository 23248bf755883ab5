import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Space } from "../../core/architecture/space.ts"
import type { Environment } from "../../core/environment.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { begin } from "../../core/search/begin.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import type { Search } from "../../core/search/state.ts"
import { unsound } from "../../core/search/unsound.ts"
import { computed } from "../estimator/computed.ts"
import { keepOwn } from "../estimator/ownOfLog.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { createLog, type CreateLogError } from "../log/createLog.ts"
import { EventLog } from "../log/EventLog.ts"
import { remember } from "../log/localSettings.ts"
import { newRunName } from "../log/runName.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import { processEvent } from "./processEvent.ts"
import { openTrainer, type OpenTrainerError, type TrainerRequest } from "./readyTrainer.ts"
import { type RunError, type RunOptions, type RunResult, runSearch } from "./runSearch.ts"
import { SearchError } from "./SearchError.ts"

/** Everything that makes a search: with the same request its facts are the same. */
export interface SearchRequest {
  readonly space: Space
  readonly seed: number
  readonly configuration: Configuration
  readonly trainer: TrainerRequest
  /** the folder that holds the runs, and the name of this one; null for a new name */
  readonly out: string
  readonly name: string | null
}

/** A search whose log is open, and what is left to do. */
export interface Session {
  readonly folder: string
  /** the table that the search looks up; null where it trains, or is finished and its table cannot be found */
  readonly table: MeasuredTable | null
  /** there is nothing left to do: `run` only gives the result */
  readonly finished: boolean
  /** whether the search trains a super-network */
  readonly trains: boolean
  /** where the search stands before `run` */
  readonly start: Search
  readonly run: Effect.Effect<RunResult, RunError>
}

/**
 * Opens a new log with the search's first events. Nothing is written before the trainer and its data are open
 * and the request is known to be sound. The log stays open for writing until the scope ends.
 */
export const startSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: SearchRequest,
  options: RunOptions = {}
): Effect.fn.Return<Session, OpenTrainerError | CreateLogError | OwnEstimatorError, Scope.Scope> {
  const { space, seed, configuration } = request
  const reason = yield* computed(() => unsound(environment, request))
  if (reason !== null) return yield* new SearchError({ message: reason })
  const ready = yield* openTrainer(request.trainer, request)
  const { data, identity } = ready.trainer
  const setting = { configuration, space, seed, data, trainer: identity, core: coreVersion }
  const start = yield* computed(() => begin(environment, setting))
  const log = yield* createLog({ out: request.out, name: request.name ?? (yield* newRunName(space.name)) })
  const history = growingHistory({ weights: false })
  history.add(yield* log.append({ type: "configured", data: setting }))
  history.add(yield* log.append(processEvent("started", environment, ready.trainer)))
  yield* remember(log.folder, ready.local)
  yield* keepOwn(log.folder, configuration.estimator)
  const run = runSearch(environment, start, history, ready, options)
  return { folder: log.folder, table: ready.table, finished: false, trains: ready.trainer.weights !== undefined, start, run: Effect.provideService(run, EventLog, log) }
})
