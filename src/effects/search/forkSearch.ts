import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { access } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import type { Environment } from "../../core/environment.ts"
import { evolveCheckpoints, noCheckpoints } from "../../core/history/checkpoints.ts"
import { growingHistory } from "../../core/history/growingHistory.ts"
import { growingTrainerWork } from "../../core/history/trainerWork.ts"
import { changesBetween } from "../../core/search/changesBetween.ts"
import { changed, type ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { coreVersion } from "../../core/search/coreVersion.ts"
import type { DataOf } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import { objection as unfit } from "../../core/search/reconfigure.ts"
import { settledChanges } from "../../core/search/settledChanges.ts"
import type { Search } from "../../core/search/state.ts"
import { unsound } from "../../core/search/unsound.ts"
import { computed } from "../estimator/computed.ts"
import { bringKept } from "../estimator/keptCode.ts"
import { keepOwn, readyOwn } from "../estimator/ownOfLog.ts"
import type { CreateLogError } from "../log/createLog.ts"
import { EventLog } from "../log/EventLog.ts"
import { forkLog } from "../log/forkLog.ts"
import { type LocalSettingsError, readLocalSettings, remember } from "../log/localSettings.ts"
import { locateLog, logFileName } from "../log/locateLog.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import { bringStanding } from "./bringStanding.ts"
import { placeObjection } from "./placeObjection.ts"
import { processEvent } from "./processEvent.ts"
import { inexactFork } from "./inexactFork.ts"
import type { Place } from "./place.ts"
import { isSameTrainer, presentTrainer, successorOf } from "./presentTrainer.ts"
import { type OpenTrainerError, trainerOfLog } from "./readyTrainer.ts"
import { type RunOptions, runSearch } from "./runSearch.ts"
import { SearchError } from "./SearchError.ts"
import { saveSnapshot } from "./snapshots.ts"
import type { Session } from "./startSearch.ts"
import { type StateError, stateOfLog } from "./stateOfLog.ts"

export interface ForkRequest {
  readonly log: string
  /** measured steps to keep, 0 to all */
  readonly at: number
  readonly changes: ConfigurationChanges
  readonly place: Place
  /** the folder for the fork, and its name; null: beside its parent, named after it */
  readonly out: string | null
  readonly name: string | null
}

export type ForkError = StateError | CreateLogError | LocalSettingsError | OpenTrainerError

const exists = (path: string): Effect.Effect<boolean> =>
  Effect.promise(() => access(path).then(() => true, () => false))

/** `parent-at60`, then `parent-at60-2`, ...: the first one that is free. */
const freeName = Effect.fnUntraced(function*(out: string, parent: string, at: number) {
  const name = `${parent}-at${at}`
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`
    if (!(yield* exists(join(out, candidate, logFileName)))) return candidate
  }
})

/** What the fork does otherwise than its parent, by another trainer where `place` asks for one; null where nothing. */
const reconfiguration = Effect.fnUntraced(function*(
  search: Search,
  changes: ConfigurationChanges,
  place: Place
): Effect.fn.Return<DataOf<"reconfigured"> | null, SearchError | TrainerError> {
  const { configuration, trainer, core } = search.setting
  const differing = changesBetween(configuration, changed(configuration, changes))
  const present = yield* presentTrainer(trainer, yield* successorOf(trainer, place))
  const other = present === null || isSameTrainer(present, trainer) ? null : present
  if (Object.keys(differing).length === 0 && other === null && core === coreVersion) return null
  return {
    configuration: differing,
    ...(other === null ? {} : { trainer: other }),
    ...(core === coreVersion ? {} : { core: coreVersion })
  }
})

/**
 * Opens a new log that shares its parent's first `at` measured steps, line for line, and goes on from there under
 * other options or the same. The parent is only read. The log stays open for writing until the scope ends.
 */
export const forkSearch = Effect.fnUntraced(function*(
  environment: Environment,
  request: ForkRequest,
  options: RunOptions = {}
): Effect.fn.Return<Session, ForkError, Scope.Scope> {
  const parentFile = yield* locateLog(request.log)
  const parent = dirname(parentFile)
  const parentName = basename(resolve(parent))
  const history = growingHistory({ weights: false })
  const work = growingTrainerWork()
  let checkpoints = noCheckpoints
  const { search, last } = yield* stateOfLog(environment, request.log, {
    at: request.at,
    onEvent: (stored) => {
      history.add(stored)
      work.add(stored.event)
      checkpoints = evolveCheckpoints(checkpoints, stored.event)
    }
  })
  const asked = settledChanges(search.setting.configuration, request.changes)
  const local = yield* readLocalSettings(parent)
  const objection = placeObjection(search.setting, request.place)
  if (objection !== null) return yield* new SearchError({ message: objection })
  const changes = yield* reconfiguration(search, asked, request.place)
  const setting = { ...search.setting, configuration: changed(search.setting.configuration, asked) }
  yield* readyOwn(parentFile, setting.configuration.estimator)
  const reason = unfit(search, asked) ?? (changes === null ? null : yield* computed(() => unsound(environment, setting)))
  if (reason !== null) return yield* new SearchError({ message: `${request.log} cannot be forked like this: ${reason}` })
  const start = changes === null
    ? search
    : (yield* computed(() => evolve(environment)(search, { type: "reconfigured", data: changes }))) ?? search
  const inexact = yield* inexactFork(request, parentFile, checkpoints.standing, work.now(), work.trainings())
  if (inexact !== null) return yield* new SearchError({ message: inexact })
  const ready = yield* trainerOfLog(parentFile, start.setting, local, request.place)

  const out = request.out ?? join(parent, "..")
  const name = request.name ?? (yield* freeName(out, parentName, request.at))
  const log = yield* forkLog({ parent: request.log, events: last.seq + 1, out, name })
  history.add(yield* log.append({ type: "forked", data: { parent: last.id, name: parentName, step: request.at } }))
  const pruned = yield* bringStanding(parentFile, log.folder, checkpoints.standing)
  if (pruned.length > 0) history.add(yield* log.append({ type: "pruned", data: { checkpoints: pruned } }))
  if (last.event.type === "learned") yield* saveSnapshot(environment, log.file, last.id, search)
  if (changes !== null) history.add(yield* log.append({ type: "reconfigured", data: changes }))
  history.add(yield* log.append(processEvent("resumed", environment, ready.trainer)))
  yield* remember(log.folder, { ...local, ...ready.local })
  yield* bringKept(parent, log.folder)
  yield* keepOwn(log.folder, start.setting.configuration.estimator)
  const run = runSearch(environment, start, history, ready, options)
  return { folder: log.folder, table: ready.table, finished: false, trains: ready.trainer.weights !== undefined, start, run: Effect.provideService(run, EventLog, log) }
})
