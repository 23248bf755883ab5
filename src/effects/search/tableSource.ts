import * as Effect from "effect/Effect"
import { nb201 } from "../../core/architecture/spaces/nb201.ts"
import type { Space } from "../../core/architecture/space.ts"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { DataIdentity } from "../../core/search/event.ts"
import type { Setting } from "../../core/search/state.ts"
import type { LocalSettings } from "../log/localSettings.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import { isNb201Subspace, nb201Part } from "../trainer/table/nb201Subspace.ts"
import { type Nb201Choice, nb201ChoiceOf, nb201Table } from "../trainer/table/nb201Table.ts"
import { TableError } from "../trainer/table/TableError.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"
import { rememberedTable, type TableFile } from "./localTable.ts"
import { OpenTables } from "./OpenTables.ts"

/** The shipped table with a data set and a measure of it, or a file. */
export type TableChoice =
  | { readonly type: "shipped"; readonly data: string; readonly measure: string }
  | { readonly type: "file"; readonly file: TableFile }

const isNb201 = (space: Space): boolean => canonicalJson(space) === canonicalJson(nb201)

const readFile = Effect.fnUntraced(function*({ path, options }: TableFile, space: Space) {
  const { readTable } = yield* Effect.promise(() => import("../trainer/table/readTable.ts"))
  const { open } = yield* OpenTables
  return yield* open({ path, options, space }, readTable(path, space, options))
})

const shipped = Effect.fnUntraced(function*(choice: Nb201Choice, space: Space) {
  const { open } = yield* OpenTables
  const whole = yield* open({ shipped: choice }, nb201Table(choice))
  if (isNb201(space)) return whole
  return yield* open({ shipped: choice, space }, Effect.sync(() => nb201Part(whole, space)))
})

/** The table that a new search measures with. */
export const openTable = (choice: TableChoice, space: Space): Effect.Effect<MeasuredTable, TableError> => {
  if (choice.type === "file") return readFile(choice.file, space)
  return isNb201Subspace(space)
    ? shipped({ data: choice.data, measure: choice.measure }, space)
    : Effect.fail(new TableError({
      message: `the table that comes with pvll holds the space nb201 and its parts, not ${space.name === nb201.name ? "another one of that name" : space.name}: `
        + "give --trainer table:FILE"
    }))
}

/** The table that a log was measured with: the shipped one, or the file that was named last for it. */
export const tableOfLog = Effect.fnUntraced(function*(
  data: DataIdentity,
  space: Space,
  file: TableFile | undefined
): Effect.fn.Return<MeasuredTable, TableError> {
  const choice = isNb201Subspace(space) ? nb201ChoiceOf(data) : undefined
  if (file === undefined && choice === undefined) {
    return yield* new TableError({
      message: `where the table ${data.name} lies is not known on this machine: give --trainer table:FILE`
    })
  }
  const table = file === undefined ? yield* shipped(choice!, space) : yield* readFile(file, space)
  if (table.data.digest !== data.digest) {
    return yield* new TableError({
      message: `${file?.path ?? "the table that comes with pvll"} holds other measurements than this log was made with `
        + `(${data.name}, ${data.measure}): give the table that has digest ${data.digest.slice(0, 12)}...`
    })
  }
  return table
})

/** The table of a log where it was looked up in one that can be found; a summary does without it. */
export const tableIfKnown = ({ data, space, trainer }: Setting, local: LocalSettings): Effect.Effect<MeasuredTable | null> =>
  trainer.name === tableIdentity.name
    ? Effect.orElseSucceed(tableOfLog(data, space, rememberedTable(local)), () => null)
    : Effect.succeed(null)
