import { dirname } from "node:path"
import * as Effect from "effect/Effect"
import type { Architecture } from "../../core/architecture/architecture.ts"
import type { Setting } from "../../core/search/state.ts"
import { readLocalSettings } from "../log/localSettings.ts"
import { locateLog, standardInput } from "../log/locateLog.ts"
import { rememberedTable, type TableFile } from "../search/localTable.ts"
import { Notice } from "../search/Notice.ts"
import { tableOfLog } from "../search/tableSource.ts"
import { entryOf, type MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"
import { tableIdentity } from "../trainer/table/tableTrainer.ts"

/** What an architecture would have measured; null where that is not known, or the training diverges. */
export type LossOf = (architecture: Architecture) => number | null

const lookingUp = (table: MeasuredTable): LossOf => (architecture) => {
  const loss = entryOf(table, architecture)?.loss
  return loss !== undefined && Number.isFinite(loss) ? loss : null
}

/** Where the table of a log was last found; undefined where nobody said, or the log is standard input. */
const remembered = (log: string): Effect.Effect<TableFile | undefined> =>
  log === standardInput
    ? Effect.succeed(undefined)
    : locateLog(log).pipe(
      Effect.flatMap((file) => readLocalSettings(dirname(file))),
      Effect.map(rememberedTable),
      Effect.orElseSucceed(() => undefined)
    )

/**
 * The losses of the table that a log was measured with: the one named here, else the one that came with pvll or was
 * named last for the log. null, and a notice, where there is none: a what-if is told without losses then.
 */
export const proposalLosses = Effect.fnUntraced(function*(
  log: string,
  { data, space, trainer }: Setting,
  file: TableFile | undefined
): Effect.fn.Return<LossOf | null, TableError> {
  if (file !== undefined) return lookingUp(yield* tableOfLog(data, space, file))
  const { tell } = yield* Notice
  if (trainer.name !== tableIdentity.name) {
    yield* tell(`${log} was not measured in a table: what its trainer would have measured is not known`)
    return null
  }
  return yield* tableOfLog(data, space, yield* remembered(log)).pipe(
    Effect.map(lookingUp),
    Effect.catchTag("TableError", ({ message }) =>
      Effect.as(tell(`the losses of proposals are not known: ${message}`), null))
  )
})
