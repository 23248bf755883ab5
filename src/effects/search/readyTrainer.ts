import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { resolve } from "node:path"
import type { TrainingConfiguration } from "../../core/search/configuration.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Setting } from "../../core/search/state.ts"
import type { DataChoice } from "../data/dataChoice.ts"
import { DataError } from "../data/imageData.ts"
import type { LogReadError } from "../log/foldLog.ts"
import type { LocalSettings } from "../log/localSettings.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { tableIdentity, tableService } from "../trainer/table/tableTrainer.ts"
import type { Trainer, TrainerError } from "../trainer/Trainer.ts"
import { wasmIdentity } from "../trainer/wasm/wasmIdentity.ts"
import { rememberedTable, type TableFile } from "./localTable.ts"
import type { Place } from "./place.ts"
import { placeObjection } from "./placeObjection.ts"
import { SearchError } from "./SearchError.ts"
import { openTable, type TableChoice, tableOfLog } from "./tableSource.ts"
import { trainerPast } from "./trainerPast.ts"

/** What a new search measures with. */
export type TrainerRequest =
  | { readonly type: "table"; readonly table: TableChoice }
  | { readonly type: "wasm"; readonly data: DataChoice; readonly threads: number | undefined }

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

const identities: readonly TrainerIdentity[] = [tableIdentity, wasmIdentity]

/** The trainer of that name as this program has it; null where it has none. */
export const presentTrainer = (name: string): TrainerIdentity | null =>
  identities.find((identity) => identity.name === name) ?? null

/** Whether a log's outcomes came from the very trainer that this program has. */
export const isPresentTrainer = ({ name, version }: TrainerIdentity): boolean => presentTrainer(name)?.version === version

/** Whether the trainer of a search has a super-network whose weights move. */
export const trainsWeights = ({ trainer }: Pick<Setting, "trainer">): boolean => trainer.name !== tableIdentity.name

const readyTable = (table: MeasuredTable, file: TableFile | undefined): ReadyTrainer => ({
  trainer: tableService(table),
  table,
  local: file === undefined ? {} : { table: resolve(file.path), tableOptions: file.options }
})

/** The engine and the images are loaded only where they are used. */
const readyEngine = Effect.fnUntraced(function*(
  { space, seed, configuration, past }: Wanted,
  choice: DataChoice,
  threads: number | undefined,
  digest: string | null
): Effect.fn.Return<ReadyTrainer, OpenTrainerError, Scope.Scope> {
  const { openImages } = yield* Effect.promise(() => import("../data/openImages.ts"))
  const { openWasmTrainer } = yield* Effect.promise(() => import("../trainer/wasm/wasmTrainer.ts"))
  const data = yield* openImages(choice)
  if (digest !== null && data.identity.digest !== digest) {
    return yield* new DataError({
      message: `${choice.folder === null ? "pvll comes with" : `${choice.folder} holds`} other images than this log was made with `
        + `(${data.identity.name}): give the data of digest ${digest.slice(0, 12)}... with --data`
    })
  }
  const trainer = yield* openWasmTrainer({ space, seed, configuration, past, data, threads })
  return { trainer, table: null, local: choice.folder === null ? {} : { data: resolve(choice.folder) } }
})

/** Opens the trainer of a new search. It is closed with the scope. */
export const openTrainer = (
  request: TrainerRequest,
  wanted: Wanted
): Effect.Effect<ReadyTrainer, OpenTrainerError, Scope.Scope> =>
  request.type === "wasm"
    ? readyEngine(wanted, request.data, request.threads, null)
    : Effect.map(openTable(request.table, wanted.space), (table) =>
      readyTable(table, request.table.type === "file" ? request.table.file : undefined))

/**
 * Opens the trainer that goes on with a log (its events in `file`) under `setting`, on the same data: those of `place`,
 * or those that `local` remembers.
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
  if (trainer.name === tableIdentity.name) {
    const table = place.table ?? rememberedTable(local)
    return readyTable(yield* tableOfLog(data, space, table), table)
  }
  if (trainer.name === wasmIdentity.name) {
    const { choiceOfLog } = yield* Effect.promise(() => import("../data/dataChoice.ts"))
    const choice = choiceOfLog(data, place.data?.folder ?? local.data)
    if (typeof choice === "string") return yield* new DataError({ message: choice })
    const { work } = yield* trainerPast(file)
    const past = [...new Set(work.map(({ assignment }) => assignment.training))]
    return yield* readyEngine({ ...setting, past }, choice, place.threads, data.digest)
  }
  return yield* new SearchError({ message: `this version has no trainer ${trainer.name}, which measured this log` })
})
