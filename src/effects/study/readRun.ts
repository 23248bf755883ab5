import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import type { Environment } from "../../core/environment.ts"
import type { History } from "../../core/history/history.ts"
import type { Setting } from "../../core/search/state.ts"
import { readHistory } from "../history/readHistory.ts"
import { readLocalSettings } from "../log/localSettings.ts"
import { SearchError } from "../search/SearchError.ts"
import { type StateError, stateOfLog } from "../search/stateOfLog.ts"
import { tableIfKnown } from "../search/tableSource.ts"
import { type RunSummary, summaryOfRun } from "./runSummary.ts"
import { loadSummary, saveSummary } from "./summaryFile.ts"

/** What of a run is asked for beyond what the cheap fold tells. */
export interface Wanted {
  /** the network that A stands for at the end: where no snapshot is left, that refits the estimator */
  readonly derived: boolean
}

const withSetting = (history: History): history is History & { readonly setting: Setting } => history.setting !== null

/** The summary of a run from the one beside its log, else from the log itself, every line verified. */
export const readRun = Effect.fnUntraced(function*(
  environment: Environment,
  logFile: string,
  { derived }: Wanted
): Effect.fn.Return<RunSummary, StateError> {
  const kept = yield* loadSummary(logFile)
  if (kept !== null && kept.complete && (!derived || kept.derived !== null)) return kept
  const history = yield* readHistory(logFile)
  if (!withSetting(history)) {
    return yield* new SearchError({ message: `${logFile} does not begin with the configuration of a search` })
  }
  const local = yield* Effect.orElseSucceed(readLocalSettings(dirname(logFile)), () => ({}))
  const table = yield* tableIfKnown(history.setting, local)
  const state = derived ? yield* stateOfLog(environment, logFile) : null
  const summary = summaryOfRun(environment.sha256, history, state?.search ?? null, table)
  yield* saveSummary(logFile, history.lastId, summary)
  return summary
})
