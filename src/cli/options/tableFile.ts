import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { TableFile } from "../../effects/search/localTable.ts"
import { UsageError } from "../UsageError.ts"
import type { TrainerChoice } from "./trainerChoice.ts"

/** What `trainerOptions` parses to. */
export interface GivenTrainer {
  readonly trainer: Option.Option<TrainerChoice>
  readonly architectureColumn: Option.Option<string>
  readonly lossColumn: Option.Option<string>
  readonly accuracyColumn: Option.Option<string>
  readonly testColumn: Option.Option<string>
  readonly percent: boolean
  readonly allowMissing: boolean
}

/** The table file that was asked for; undefined for the shipped table. */
export const tableFileOf = (given: GivenTrainer): Effect.Effect<TableFile | undefined, UsageError> => {
  const columns = {
    architectureColumn: Option.getOrUndefined(given.architectureColumn),
    lossColumn: Option.getOrUndefined(given.lossColumn),
    accuracyColumn: Option.getOrUndefined(given.accuracyColumn),
    testColumn: Option.getOrUndefined(given.testColumn)
  }
  const trainer = Option.getOrUndefined(given.trainer)
  const path = trainer?.type === "table" ? trainer.table : null
  if (path !== null) {
    return Effect.succeed({ path, options: { ...columns, percent: given.percent, allowMissing: given.allowMissing } })
  }
  return given.percent || given.allowMissing || Object.values(columns).some((column) => column !== undefined)
    ? Effect.fail(new UsageError({ message: "columns, --percent and --allow-missing say how to read a file: give --trainer table:FILE too" }))
    : Effect.succeed(undefined)
}
