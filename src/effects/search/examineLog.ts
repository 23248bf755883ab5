import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { cameToItsEnd } from "../../core/history/ending.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { decide } from "../../core/search/decide.ts"
import { objection } from "../../core/search/reconfigure.ts"
import type { Search } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { otherVersion } from "./otherVersion.ts"
import { trainsWeights } from "./readyTrainer.ts"
import type { Place } from "./place.ts"
import { SearchError } from "./SearchError.ts"
import { stateOfLog } from "./stateOfLog.ts"

export interface ResumeRequest {
  readonly log: string
  /** in place only T may change; anything else needs a fork */
  readonly changes: ConfigurationChanges
  readonly place: Place
}

export type ExamineError = LogReadError | SearchError

/** What a resume is to go on from, once nothing speaks against it. */
export interface Examined {
  readonly search: Search
  /** id of the last event that it follows from */
  readonly last: string
  /** T is to change to this */
  readonly steps: number | null
  /** the search is through and asked for nothing more */
  readonly finished: boolean
}

/** Why a log cannot be gone on with in place; null where it can. `fork` is the command that goes on elsewhere. */
const refusal = (log: string, fork: string, search: Search, changes: ConfigurationChanges): string | null => {
  const { configuration } = search.setting
  const version = otherVersion(log, fork, search)
  if (version !== null) return version
  const other = configurationDifferences(configuration, changed(configuration, changes)).find(({ path }) => path !== "steps")
  if (other !== undefined) return `${other.path} cannot change in place: ${fork} with this option makes a fork`
  const reason = objection(search, changes)
  return reason === null ? null : `${log} cannot be gone on with like this: ${reason}`
}

/** Reads a log and checks that it can be gone on with in place as asked; nothing is written. */
export const examineLog = Effect.fnUntraced(function*(
  environment: Environment,
  file: string,
  { log, changes }: ResumeRequest
): Effect.fn.Return<Examined, ExamineError> {
  const history = growingHistory({ weights: false })
  const { search, learned, last } = yield* stateOfLog(environment, file, { onEvent: history.add })
  const { configuration } = search.setting
  const asked = changed(configuration, changes)
  // A run that trains saves and tests its weights behind the last step; where it was cut off there, that is still to do.
  const through = decide(search).type === "finish" && (cameToItsEnd(history.now()) || !trainsWeights(search.setting))
  const finished = through && configurationDifferences(configuration, asked).length === 0
  const reason = finished ? null : refusal(log, `\`pvll resume ${log} --at ${learned}\``, search, changes)
  if (reason !== null) return yield* new SearchError({ message: reason })
  return {
    search,
    last: last.id,
    steps: asked.steps === configuration.steps ? null : asked.steps,
    finished
  }
})
