import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { canonicalJson } from "../../core/codec/canonicalJson.ts"
import type { MeasuredTable } from "../trainer/table/measuredTable.ts"
import type { TableError } from "../trainer/table/TableError.ts"

type Opening = Effect.Effect<MeasuredTable, TableError>

interface Tables {
  /** `which` names the table: its file and how that is read, or the shipped one */
  readonly open: (which: object, opening: Opening) => Opening
}

/** Opens tables. By default each time anew; a process that runs many searches keeps them. */
export class OpenTables extends Context.Reference<Tables>("pvll/effects/search/OpenTables", {
  defaultValue: () => ({ open: (_, opening) => opening })
}) {}

/** Opens each table once. A table does not change: a file that was edited in between is not read again. */
export const keptTables = (): Tables => {
  const kept = new Map<string, MeasuredTable>()
  return {
    open: (which, opening) => Effect.suspend(() => {
      const key = canonicalJson(which)
      const table = kept.get(key)
      return table === undefined
        ? Effect.tap(opening, (opened) => Effect.sync(() => kept.set(key, opened)))
        : Effect.succeed(table)
    })
  }
}

/** Runs an effect in which each table is opened once. */
export const withKeptTables = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => Effect.provideService(effect, OpenTables, keptTables()))
