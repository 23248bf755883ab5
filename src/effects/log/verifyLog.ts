import * as Effect from "effect/Effect"
import { foldLog } from "./foldLog.ts"
import type { LogDamage, LogNotFound, LogUnreadable } from "./logErrors.ts"
import { tornTailDamage } from "./tornTail.ts"

export interface Verification {
  readonly valid: boolean
  /** verified events before the damage, or in all */
  readonly events: number
  readonly damage: LogDamage | null
}

/** Checks a whole log and places its first damage; here a torn tail counts as damage. */
export const verifyLog = (path: string): Effect.Effect<Verification, LogNotFound | LogUnreadable> =>
  foldLog(path, 0, (events) => events + 1, { onTornTail: (tail) => Effect.fail(tornTailDamage(tail)) }).pipe(
    Effect.map((events): Verification => ({ valid: true, events, damage: null })),
    Effect.catchTag("LogDamage", (damage) => Effect.succeed({ valid: false, events: damage.line - 1, damage }))
  )
