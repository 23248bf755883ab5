import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { resolve } from "node:path"
import type { TrainingConfiguration } from "../../core/search/configuration.ts"
import type { Setting } from "../../core/search/state.ts"
import type { DataChoice } from "../data/dataChoice.ts"
import { DataError } from "../data/imageData.ts"
import type { LogReadError } from "../log/foldLog.ts"
import type { LocalSettings } from "../log/localSettings.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import type { EngineName } from "../trainer/engines.ts"
import type { Computing, ImageEngine } from "../trainer/ImageEngine.ts"
import { tableIdentity, tableService } from "../trainer/table/tableTrainer.ts"
import type { Trainer, TrainerError } from "../trainer/Trainer.ts"
import { rememberedTable, type TableFile } from "./localTable.ts"
import type { Place } from "./place.ts"
import { placeObjection } from "./placeObjection.ts"
import { engineOf, isSameTrainer, successorOf } from "./presentTrainer.ts"
import { SearchError } from "./SearchError.ts"
import { openTable, type TableChoice, tableOfLog } from "./tableSource.ts"
import { trainerPast } from "./trainerPast.ts"

/** What a new search measures with. */
export type TrainerRequest =
  | { readonly type: "table"; readonly table: TableChoice }
  | EngineRequest

/** Images, and the engine that trains on them. */
export interface EngineRequest extends Computing {
  readonly type: EngineName
  readonly data: DataChoice
}

/** A trainer that is ready to work, and what belongs to it on this machine. */
export interface ReadyTrainer {
  readonly trainer: Trainer["Service"]
  /** the table that it looks up, where it does */
  readonly table: MeasuredTable | null
  /** what to remember beside the log */
  readonly local: LocalSettings
}

export type OpenTrainerError = TableError | DataError | TrainerError | SearchError

interface Wanted extends Pick<Setting, "space" | "seed" | "configuration"> {
  /** options under which something was trained before, which may have to be done again */
  readonly past?: readonly TrainingConfiguration[]
}

const readyTable = (table: MeasuredTable, file: TableFile | undefined): ReadyTrainer => ({
  trainer: tableService(table),
  table,
  local: file === undefined ? {} : { table: resolve(file.path), tableOptions: file.options }
})

/**
 * The engine and the images are loaded only where they are used; what is missing for the engine is said before. `device`
 * is what was asked for by name, to be remembered.
 */
const readyEngine = Effect.fnUntraced(function*(
  engine: ImageEngine,
  { space, seed, configuration, past }: Wanted,
  choice: DataChoice,
  computing: Computing,
  digest: string | null,
  device: string | undefined
): Effect.fn.Return<ReadyTrainer, OpenTrainerError, Scope.Scope> {
  yield* engine.identity(computing)
  const { openImages } = yield* Effect.promise(() => import("../data/openImages.ts"))
  const data = yield* openImages(choice)
  if (digest !== null && data.identity.digest !== digest) {
    return yield* new DataError({
      message: `${choice.folder === null ? "pvll comes with" : `${choice.folder} holds`} other images than this log was made with `
        + `(${data.identity.name}): give the data of digest ${digest.slice(0, 12)}... with --data`
    })
  }
  const trainer = yield* engine.open({ space, seed, configuration, past, data }, computing)
  return {
    trainer,
    table: null,
    local: {
      ...(choice.folder === null ? {} : { data: resolve(choice.folder) }),
      ...(device === undefined ? {} : { device })
    }
  }
})

const missing = (name: string) =>
  new SearchError({ message: `this version has no trainer ${name}, which measured this log` })

/** Opens the trainer of a new search. It is closed with the scope. */
export const openTrainer = Effect.fnUntraced(function*(
  request: TrainerRequest,
  wanted: Wanted
): Effect.fn.Return<ReadyTrainer, OpenTrainerError, Scope.Scope> {
  if (request.type === "table") {
    const { table } = request
    return readyTable(yield* openTable(table, wanted.space), table.type === "file" ? table.file : undefined)
  }
  const engine = yield* engineOf(request.type)
  if (engine === null) return yield* missing(request.type)
  return yield* readyEngine(engine, wanted, request.data, request, null, request.device)
})

/**
 * Opens the trainer that goes on with a log (its events in `file`) under `setting`, on the same data: those of `place`,
 * or those that `local` remembers. It is the very trainer that `setting` names, or none.
 */
export const trainerOfLog = Effect.fnUntraced(function*(
  file: string,
  setting: Setting,
  local: LocalSettings,
  place: Place
): Effect.fn.Return<ReadyTrainer, OpenTrainerError | LogReadError, Scope.Scope> {
  const { data, space, trainer } = setting
  const objection = placeObjection(setting, place)
  if (objection !== null) return yield* new SearchError({ message: objection })
  const { device, threads } = place
  const { engine, computing } = yield* successorOf(trainer, { device, threads }, local.device)
  if (trainer.name === tableIdentity.name) {
    const table = place.table ?? rememberedTable(local)
    return readyTable(yield* tableOfLog(data, space, table), table)
  }
  if (engine === null) return yield* missing(trainer.name)
  const { choiceOfLog } = yield* Effect.promise(() => import("../data/dataChoice.ts"))
  const choice = choiceOfLog(data, place.data?.folder ?? local.data)
  if (typeof choice === "string") return yield* new DataError({ message: choice })
  const { work } = yield* trainerPast(file)
  const past = [...new Set(work.map(({ assignment }) => assignment.training))]
  const ready = yield* readyEngine(engine, { ...setting, past }, choice, computing, data.digest, device)
  if (isSameTrainer(ready.trainer.identity, trainer)) return ready
  return yield* new SearchError({
    message: `this log goes on with trainer ${trainer.name} version ${trainer.version}, and this machine has version `
      + `${ready.trainer.identity.version}: see pvll doctor`
  })
})
