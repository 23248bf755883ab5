import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Assignment } from "../../../core/search/command.ts"
import type { TrainerIdentity } from "../../../core/search/event.ts"
import { type Outcome, Trainer } from "../Trainer.ts"
import { entryOf, type MeasuredTable } from "./measuredTable.ts"

const lookUp = (table: MeasuredTable, { step, architecture, printed }: Assignment): Outcome => {
  const entry = entryOf(table, architecture)
  if (entry === undefined) return { type: "failed", data: { step, reason: `the table has no measurement of ${printed}` } }
  const { loss, accuracy } = entry
  return Number.isFinite(loss)
    ? { type: "measured", data: accuracy === undefined ? { step, loss } : { step, loss, accuracy } }
    : { type: "diverged", data: { step, loss } }
}

/** Raise the version when the same table would give other outcomes. */
export const tableIdentity: TrainerIdentity = { name: "table", version: "1", deterministic: true }

/** A trainer that looks up what was measured before: training has nothing to do, and soft weights do not matter. */
export const tableService = (table: MeasuredTable): Trainer["Service"] => ({
  identity: tableIdentity,
  data: table.data,
  train: () => Effect.void,
  measure: (assignment) => Effect.sync(() => lookUp(table, assignment))
})

export const tableTrainer = (table: MeasuredTable): Layer.Layer<Trainer> => Layer.succeed(Trainer, tableService(table))
