import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import type { Environment } from "../../core/environment.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { isOtherCoreVersion } from "../../core/history/replay.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { decide } from "../../core/search/decide.ts"
import { evolve } from "../../core/search/evolve.ts"
import { objection } from "../../core/search/reconfigure.ts"
import type { Search } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import type { LocalSettingsError } from "../log/localSettings.ts"
import { openLog } from "../log/openLog.ts"
import type { TornTail } from "../log/tornTail.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { knownTable, rememberTable } from "./localTable.ts"
import { processEvent } from "./processEvent.ts"
import { type RunLimits, runSearch } from "./runSearch.ts"
import { SearchError } from "./SearchError.ts"
import type { Session } from "./startSearch.ts"
import { stateOfLog } from "./stateOfLog.ts"
import { type TableFile, tableOfLog } from "./tableSource.ts"

export interface ResumeRequest {
  readonly log: string
  /** in place only T may change; anything else needs a fork */
  readonly changes: ConfigurationChanges
  /** where the table lies now; undefined: where it was */
  readonly table: TableFile | undefined
}

/** A session that goes on, and what was found at the end of its log. */
export interface ResumedSession extends Session {
  readonly tornTail: (TornTail & { readonly aside: string }) | null
}

export type ResumeError = LogReadError | LogLocked | LogWriteFailed | LocalSettingsError | TableError | SearchError

/** Why a log cannot be gone on with in place; null where it can. */
const refusal = (path: string, search: Search, changes: ConfigurationChanges): string | null => {
  if (isOtherCoreVersion(search)) {
    return `${path} was made by core version ${search.setting.core}, this is ${coreVersion}: `
      + `\`pvll resume ${path} --at ${search.measured}\` goes on with it as a recorded fork`
  }
  const other = configurationDifferences(search.setting.configuration, changed(search.setting.configuration, changes))
    .find(({ path: option }) => option !== "steps")
  return other !== undefined
    ? `${other.path} cannot change in place: \`pvll resume ${path} --at ${search.measured}\` with this option makes a fork`
    : objection(search, changes)
}

/**
 * Opens a log to go on with it in place, as its only writer until the scope ends. A finished search that is asked
 * for nothing more gets no new event: its session ends at once with its result.
 */
export const resumeSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: ResumeRequest,
  limits: RunLimits = {}
): Effect.fn.Return<ResumedSession, ResumeError, Scope.Scope> {
  const history = growingHistory({ weights: false })
  const { log, tornTail } = yield* openLog(request.log, null, (_, stored) => {
    history.add(stored)
    return null
  })
  const { state: search } = yield* stateOfLog(environment, log.file)
  if (search === null) return yield* new SearchError({ message: `${log.file} does not begin with the configuration of a search` })
  const reason = refusal(request.log, search, request.changes)
  if (reason !== null) return yield* new SearchError({ message: reason })

  const known = request.table ?? (yield* knownTable(log.folder))
  const findTable = tableOfLog(search.setting.data, search.setting.space, known)
  const more = changed(search.setting.configuration, request.changes).steps !== search.setting.configuration.steps
  if (!more && decide(search).type === "finish") {
    const result = { folder: log.folder, reason: "finished" as const, search, history: history.now() }
    const table = yield* Effect.orElseSucceed(findTable, () => null)
    return { folder: log.folder, table, tornTail, run: Effect.succeed(result) }
  }
  const table = yield* findTable
  yield* rememberTable(log.folder, request.table)
  history.add(yield* log.append(processEvent("resumed", environment)))
  let start = search
  if (more) {
    const fact = { type: "reconfigured", data: { configuration: { steps: changed(search.setting.configuration, request.changes).steps } } } as const
    history.add(yield* log.append(fact))
    start = evolve(environment)(search, fact) ?? search
  }
  const run = runSearch(environment, start, history, table, limits)
  return { folder: log.folder, table, tornTail, run: Effect.provideService(run, EventLog, log) }
})
