import type { LocalSettings } from "../log/localSettings.ts"
import type { TableOptions } from "../trainer/table/tableColumns.ts"

/** A table of one's own: where it lies on this machine, and how it is read. */
export interface TableFile {
  readonly path: string
  readonly options: TableOptions
}

/** Where a log's table was last found on this machine; undefined where nobody said. */
export const rememberedTable = ({ table, tableOptions }: LocalSettings): TableFile | undefined =>
  table === undefined ? undefined : { path: table, options: tableOptions ?? {} }
