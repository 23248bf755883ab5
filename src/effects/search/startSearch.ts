import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Space } from "../../core/architecture/space.ts"
import type { Environment } from "../../core/environment.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { begin } from "../../core/search/begin.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { createLog, type CreateLogError } from "../log/createLog.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { newRunName } from "../log/runName.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import { processEvent } from "./processEvent.ts"
import { rememberTable } from "./localTable.ts"
import { type RunLimits, type RunResult, runSearch } from "./runSearch.ts"
import { openTable, type TableChoice } from "./tableSource.ts"

/** Everything that makes a search: with the same request its facts are the same. */
export interface SearchRequest {
  readonly space: Space
  readonly seed: number
  readonly configuration: Configuration
  readonly table: TableChoice
  /** the folder that holds the runs, and the name of this one; null for a new name */
  readonly out: string
  readonly name: string | null
}

/** A search whose log is open, and what is left to do. */
export interface Session {
  readonly folder: string
  /** what the search measures with; null where it is finished and its table cannot be found */
  readonly table: MeasuredTable | null
  readonly run: Effect.Effect<RunResult, TrainerError | LogWriteFailed>
}

/**
 * Opens a new log with the search's first events. Nothing is written before the table is read and the request is
 * known to be sound. The log stays open for writing until the scope ends.
 */
export const startSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: SearchRequest,
  limits: RunLimits = {}
): Effect.fn.Return<Session, TableError | CreateLogError, Scope.Scope> {
  const { space, seed, configuration } = request
  const table = yield* openTable(request.table, space)
  const setting = { configuration, space, seed, data: table.data, trainer: tableIdentity, core: coreVersion }
  const start = begin(environment, setting)
  const log = yield* createLog({ out: request.out, name: request.name ?? (yield* newRunName(space.name)) })
  const history = growingHistory({ weights: false })
  history.add(yield* log.append({ type: "configured", data: setting }))
  history.add(yield* log.append(processEvent("started", environment)))
  yield* rememberTable(log.folder, request.table.type === "file" ? request.table.file : undefined)
  const run = runSearch(environment, start, history, table, limits)
  return { folder: log.folder, table, run: Effect.provideService(run, EventLog, log) }
})
