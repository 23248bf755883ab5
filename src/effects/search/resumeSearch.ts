import { dirname } from "node:path"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import type { Environment } from "../../core/environment.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { isOtherCoreVersion } from "../../core/history/replay.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { decide } from "../../core/search/decide.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import { objection } from "../../core/search/reconfigure.ts"
import type { Search } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import type { LocalSettingsError } from "../log/localSettings.ts"
import { locateFile, openLog } from "../log/openLog.ts"
import type { TornTail } from "../log/tornTail.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"
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

const sameTrainer = (a: TrainerIdentity, b: TrainerIdentity): boolean => a.name === b.name && a.version === b.version

const otherTrainer = (path: string, { setting: { trainer }, measured }: Search): string =>
  `${path} was measured by trainer ${trainer.name} version ${trainer.version}, this is ${tableIdentity.name} `
  + `version ${tableIdentity.version}: \`pvll resume ${path} --at ${measured}\` goes on with it as a recorded fork`

/** What a resume is to go on from, once nothing speaks against it. */
interface Examined {
  readonly search: Search
  /** id of the last event that it follows from */
  readonly last: string | undefined
  /** T is to change to this */
  readonly steps: number | null
  readonly finished: boolean
  readonly table: MeasuredTable | null
}

const examined = Effect.fnUntraced(function*(
  environment: Environment,
  file: string,
  { log, changes, table }: ResumeRequest
): Effect.fn.Return<Examined, LogReadError | LocalSettingsError | TableError | SearchError> {
  const { state: search, last } = yield* stateOfLog(environment, file)
  if (search === null) return yield* new SearchError({ message: `${file} does not begin with the configuration of a search` })
  const reason = refusal(log, search, changes)
  if (reason !== null) return yield* new SearchError({ message: reason })

  const { configuration, data, space } = search.setting
  const { steps } = changed(configuration, changes)
  const finished = steps === configuration.steps && decide(search).type === "finish"
  if (!finished && !sameTrainer(search.setting.trainer, tableIdentity)) {
    return yield* new SearchError({ message: otherTrainer(log, search) })
  }
  const found = tableOfLog(data, space, table ?? (yield* knownTable(dirname(file))))
  return {
    search,
    last: last?.id,
    steps: steps === configuration.steps ? null : steps,
    finished,
    table: finished ? yield* Effect.orElseSucceed(found, () => null) : yield* found
  }
})

/**
 * Opens a log to go on with it in place, as its only writer until the scope ends. What is refused is refused before
 * the log is touched. A finished search that is asked for nothing more gets no new event: its session ends at once
 * with its result.
 */
export const resumeSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: ResumeRequest,
  limits: RunLimits = {}
): Effect.fn.Return<ResumedSession, ResumeError, Scope.Scope> {
  const { file } = yield* locateFile(request.log)
  const before = yield* examined(environment, file, request)
  const history = growingHistory({ weights: false })
  const { log, tornTail } = yield* openLog(request.log, null, (_, stored) => {
    history.add(stored)
    return null
  })
  // Until it was opened, another process may have appended to it.
  const { id } = yield* log.head
  const { search, steps, finished, table } = id === before.last ? before : yield* examined(environment, file, request)
  const { folder } = log
  if (finished || table === null) {
    const result = { folder, reason: "finished" as const, search, history: history.now() }
    return { folder, table, tornTail, run: Effect.succeed(result) }
  }
  yield* rememberTable(folder, request.table)
  history.add(yield* log.append(processEvent("resumed", environment)))
  let start = search
  if (steps !== null) {
    const fact = { type: "reconfigured", data: { configuration: { steps } } } as const
    history.add(yield* log.append(fact))
    start = evolve(environment)(search, fact) ?? search
  }
  const run = runSearch(environment, start, history, table, limits)
  return { folder, table, tornTail, run: Effect.provideService(run, EventLog, log) }
})
