import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { cameToItsEnd } from "../../core/history/ending.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { isFinished } from "../../core/search/decide.ts"
import { objection } from "../../core/search/reconfigure.ts"
import { settledChanges } from "../../core/search/settledChanges.ts"
import type { Search } from "../../core/search/state.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import { otherTrainer, otherVersion } from "./otherVersion.ts"
import type { Place } from "./place.ts"
import { trainsWeights } from "./presentTrainer.ts"
import { SearchError } from "./SearchError.ts"
import { type StateError, stateOfLog } from "./stateOfLog.ts"

export interface ResumeRequest {
  readonly log: string
  /** in place only T may change; anything else needs a fork */
  readonly changes: ConfigurationChanges
  readonly place: Place
}

export type ExamineError = StateError | TrainerError

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
const refusal = Effect.fnUntraced(function*(
  { log, place }: ResumeRequest,
  fork: string,
  search: Search,
  changes: ConfigurationChanges
): Effect.fn.Return<string | null, SearchError | TrainerError> {
  const { configuration } = search.setting
  const version = yield* otherVersion(log, fork, search, place)
  if (version !== null) return version
  const other = configurationDifferences(configuration, changed(configuration, changes)).find(({ path }) => path !== "steps")
  if (other?.path.startsWith("estimator.own.")) {
    const file = changes.estimator?.own?.file
    return `${file} holds other code than ${log} was made with: ${fork.slice(0, -1)} --estimator FILE\` makes a fork that goes on with it`
  }
  if (other !== undefined) return `${other.path} cannot change in place: ${fork} with this option makes a fork`
  const reason = objection(search, changes)
  return reason === null ? null : `${log} cannot be gone on with like this: ${reason}`
})

/** Reads a log and checks that it can be gone on with in place as asked; nothing is written. */
export const examineLog = Effect.fnUntraced(function*(
  environment: Environment,
  file: string,
  request: ResumeRequest
): Effect.fn.Return<Examined, ExamineError> {
  const history = growingHistory({ weights: false })
  const { search, learned, last } = yield* stateOfLog(environment, file, { onEvent: history.add })
  const { log } = request
  const { configuration } = search.setting
  const changes = settledChanges(configuration, request.changes)
  const asked = changed(configuration, changes)
  // A run that trains saves and tests its weights behind the last step; where it was cut off there, that is still to do.
  const through = isFinished(search) && (cameToItsEnd(history.now()) || !trainsWeights(search.setting))
  const finished = through && configurationDifferences(configuration, asked).length === 0
  const fork = `\`pvll resume ${log} --at ${learned}\``
  const reason = finished
    ? yield* otherTrainer(log, fork, search.setting.trainer, request.place)
    : yield* refusal(request, fork, search, changes)
  if (reason !== null) return yield* new SearchError({ message: reason })
  return {
    search,
    last: last.id,
    steps: asked.steps === configuration.steps ? null : asked.steps,
    finished
  }
})
