import type { NamedFolder } from "../data/dataChoice.ts"
import type { TableFile } from "./localTable.ts"

/**
 * Where the data of a log lie on this machine, and what may compute; undefined: where they were, and all cores. The
 * trainer and the kind of data are the log's own; what asks for others is refused.
 */
export interface Place {
  readonly trainer?: "table" | "wasm" | undefined
  readonly table?: TableFile | undefined
  readonly data?: NamedFolder | undefined
  readonly threads?: number | undefined
}
