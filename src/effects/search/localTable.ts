import type { LocalSettings } from "../log/localSettings.ts"
import type { TableFile } from "./tableSource.ts"

/** Where a log's table was last found on this machine; undefined where nobody said. */
export const rememberedTable = ({ table, tableOptions }: LocalSettings): TableFile | undefined =>
  table === undefined ? undefined : { path: table, options: tableOptions ?? {} }
