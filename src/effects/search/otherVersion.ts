import * as Effect from "effect/Effect"
import { isOtherCoreVersion } from "../../core/history/replay.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Search } from "../../core/search/state.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import type { Place } from "./place.ts"
import { isSameTrainer, presentTrainer, successorOf } from "./presentTrainer.ts"
import type { SearchError } from "./SearchError.ts"

const measuredBy = (log: string, { name, version }: TrainerIdentity): string =>
  `${log} was measured by trainer ${name} version ${version}`

/**
 * Why a log cannot go on in place with the trainer that was asked for; null where it can, or none was. `fork` is the
 * command, in backquotes, that goes on elsewhere.
 */
export const otherTrainer = Effect.fnUntraced(function*(
  log: string, fork: string, trainer: TrainerIdentity, place: Place
): Effect.fn.Return<string | null, SearchError> {
  const { others } = yield* successorOf(trainer, place)
  if (others.length === 0) return null
  const options = others.join(" ")
  return `${measuredBy(log, trainer)}, and ${options} asks for another one: `
    + `${fork.slice(0, -1)} ${options}\` goes on with it as a recorded fork`
})

/**
 * Why nothing may be added to a log, or measured again for it, by this program on this machine: another version of the
 * core or of the trainer made it. Null where nothing speaks against it. `fork` is the command that goes on elsewhere.
 */
export const otherVersion = Effect.fnUntraced(function*(
  log: string, fork: string, search: Search, place: Place
): Effect.fn.Return<string | null, SearchError | TrainerError> {
  const { core, trainer } = search.setting
  if (isOtherCoreVersion(search)) {
    return `${log} was made by core version ${core}, this is ${coreVersion}: ${fork} goes on with it as a recorded fork`
  }
  const other = yield* otherTrainer(log, fork, trainer, place)
  if (other !== null) return other
  const present = yield* presentTrainer(trainer, yield* successorOf(trainer, place))
  if (present !== null && isSameTrainer(present, trainer)) return null
  const measured = measuredBy(log, trainer)
  return present === null
    ? `${measured}, which this version does not have: install the one that made it`
    : `${measured}, this is version ${present.version}: ${fork} goes on with it as a recorded fork`
})
