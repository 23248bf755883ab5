import type { NamedFolder } from "../data/dataChoice.ts"
import type { EngineName } from "../trainer/engines.ts"
import type { Computing } from "../trainer/ImageEngine.ts"
import type { TableFile } from "./localTable.ts"

/**
 * Where the data of a log lie on this machine, who measures and what computes; undefined: where they were, and as the log
 * has it. The kind of data is the log's own; what asks for another one is refused. Another engine, or a device or number of
 * threads that would measure something else, needs a fork.
 */
export interface Place extends Computing {
  readonly trainer?: "table" | EngineName | undefined
  readonly table?: TableFile | undefined
  readonly data?: NamedFolder | undefined
}
