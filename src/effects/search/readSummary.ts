import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import type { Environment } from "../../core/environment.ts"
import type { History } from "../../core/history/history.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import type { Search } from "../../core/search/state.ts"
import { locateLog, standardInput } from "../log/locateLog.ts"
import { readLocalSettings } from "../log/localSettings.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import { readHistory } from "../history/readHistory.ts"
import { SearchError } from "./SearchError.ts"
import { type StateError, stateOfLog } from "./stateOfLog.ts"
import { factsSummary, type Summary, summaryOf } from "./summary.ts"
import { tableIfKnown } from "./tableSource.ts"
import type { LogReadError } from "../log/foldLog.ts"

/** A log's summary, with the state and the history that it was made from. */
export interface ReadSummary {
  readonly summary: Summary
  readonly search: Search
  readonly history: History
}

/** What can be said of a log without its state. */
export interface ReadFacts extends Omit<ReadSummary, "search"> {
  readonly search: Pick<Search, "setting">
}

const tableOf = (log: string, { setting }: Pick<Search, "setting">): Effect.Effect<MeasuredTable | null> =>
  Effect.gen(function*() {
    const local = log === standardInput ? {} : yield* readLocalSettings(dirname(yield* locateLog(log)))
    return yield* tableIfKnown(setting, local)
  }).pipe(Effect.orElseSucceed(() => null))

/** What a log has come to, after all of it or after its first `at` measured steps. */
export const readSummary = Effect.fnUntraced(function*(
  environment: Environment,
  log: string,
  at?: number
): Effect.fn.Return<ReadSummary, StateError> {
  const growing = growingHistory({ weights: false })
  const { search } = yield* stateOfLog(environment, log, { at, onEvent: (stored) => growing.add(stored) })
  const history = growing.now()
  const summary = summaryOf(environment, log, search, history, yield* tableOf(log, search))
  return { summary, search, history }
})

/**
 * The same from the facts alone, where the estimator that the state stands on cannot be had: the fingerprint is the one
 * that the log gives, and what A stands for is not known.
 */
export const readFacts = Effect.fnUntraced(function*(log: string): Effect.fn.Return<ReadFacts, LogReadError | SearchError> {
  const history = yield* readHistory(log)
  const { setting } = history
  if (setting === null) return yield* new SearchError({ message: `${log} does not begin with the configuration of a search` })
  return { summary: factsSummary(log, history, yield* tableOf(log, { setting })), search: { setting }, history }
})
