import * as Effect from "effect/Effect"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { DataIdentity } from "../../core/search/event.ts"
import { DataError } from "../data/imageData.ts"
import { openTable } from "../search/tableSource.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import type { PlannedCell } from "./study.ts"

const identityOf = Effect.fnUntraced(function*(
  { request: { trainer, space } }: PlannedCell
): Effect.fn.Return<DataIdentity, TableError | DataError> {
  if (trainer.type === "table") return (yield* openTable(trainer.table, space)).data
  const { openImages } = yield* Effect.promise(() => import("../data/openImages.ts"))
  return (yield* openImages(trainer.data)).identity
})

/** What each cell measures on, opened once for all that share it: where that is not possible, nothing is begun. */
export const openData = Effect.fnUntraced(function*(
  cells: readonly PlannedCell[]
): Effect.fn.Return<ReadonlyMap<PlannedCell, DataIdentity>, TableError | DataError> {
  const known = new Map<string, DataIdentity>()
  const found = new Map<PlannedCell, DataIdentity>()
  for (const cell of cells) {
    const { trainer, space } = cell.request
    const key = canonicalJson(trainer.type === "table" ? { table: trainer.table, space } : { images: trainer.data })
    const identity = known.get(key) ?? (yield* identityOf(cell))
    known.set(key, identity)
    found.set(cell, identity)
  }
  return found
})
