import { resolve } from "node:path"
import * as Effect from "effect/Effect"
import { type LocalSettingsError, readLocalSettings, writeLocalSettings } from "../log/localSettings.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { TableFile } from "./tableSource.ts"

/** Where a log's table was last found on this machine; undefined where nobody said. */
export const knownTable = (folder: string): Effect.Effect<TableFile | undefined, LocalSettingsError> =>
  Effect.map(readLocalSettings(folder), ({ table, tableOptions }) =>
    table === undefined ? undefined : { path: table, options: tableOptions ?? {} })

/** Keeps where the table lies, so that the next resume needs no option. */
export const rememberTable = (folder: string, file: TableFile | undefined): Effect.Effect<void, LogWriteFailed> =>
  file === undefined
    ? Effect.void
    : writeLocalSettings(folder, { table: resolve(file.path), tableOptions: file.options })
