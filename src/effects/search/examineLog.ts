import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { isOtherCoreVersion } from "../../core/history/replay.ts"
import { configurationDifferences } from "../../core/history/settingDifferences.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import { decide } from "../../core/search/decide.ts"
import { objection } from "../../core/search/reconfigure.ts"
import type { Search } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { isPresentTrainer, type Place, presentTrainer } from "./readyTrainer.ts"
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
  const { configuration, core, trainer } = search.setting
  if (isOtherCoreVersion(search)) {
    return `${log} was made by core version ${core}, this is ${coreVersion}: ${fork} goes on with it as a recorded fork`
  }
  if (!isPresentTrainer(trainer)) {
    const present = presentTrainer(trainer.name)
    const measured = `${log} was measured by trainer ${trainer.name} version ${trainer.version}`
    return present === null
      ? `${measured}, which this version does not have: install the one that made it`
      : `${measured}, this is version ${present.version}: ${fork} goes on with it as a recorded fork`
  }
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
  const { search, learned, last } = yield* stateOfLog(environment, file)
  const { configuration } = search.setting
  const asked = changed(configuration, changes)
  const finished = decide(search).type === "finish" && configurationDifferences(configuration, asked).length === 0
  const reason = finished ? null : refusal(log, `\`pvll resume ${log} --at ${learned}\``, search, changes)
  if (reason !== null) return yield* new SearchError({ message: reason })
  return {
    search,
    last: last.id,
    steps: asked.steps === configuration.steps ? null : asked.steps,
    finished
  }
})
