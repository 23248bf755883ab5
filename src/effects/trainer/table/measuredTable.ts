import { createHash } from "node:crypto"
import { type Architecture, architectureKey } from "../../../core/architecture/architecture.ts"
import type { Space } from "../../../core/architecture/space.ts"
import { float64Bytes } from "../../../core/codec/float64Array.ts"
import type { DataIdentity } from "../../../core/search/event.ts"

/** Columns of a table `[rows]`. Losses may be NaN or infinite (a training that diverged); elsewhere NaN means unknown. */
export interface TableColumns {
  readonly loss: Float64Array
  /** validation accuracy, a fraction */
  readonly accuracy?: Float64Array | undefined
  /** test accuracy, a fraction: for reports, never for the search */
  readonly testAccuracy?: Float64Array | undefined
  readonly parameters?: Float64Array | undefined
  readonly multiplyAdds?: Float64Array | undefined
  /** the number under which the benchmark's users cite an architecture */
  readonly index?: Float64Array | undefined
}

/** Architectures of a space and what was measured on them: the whole truth that a table search explores. */
export interface MeasuredTable {
  readonly space: Space
  readonly data: DataIdentity
  /** the row of each architecture, by `architectureKey` */
  readonly rows: ReadonlyMap<string, number>
  readonly columns: TableColumns
  /** the finite losses, ascending */
  readonly sortedLosses: Float64Array
}

/** What a table knows of one architecture. */
export type TableEntry = { readonly loss: number } & { readonly [C in Exclude<keyof TableColumns, "loss">]?: number }

/**
 * SHA-256 of what is measured: the keys in the order of their characters, a newline after each, then the losses in
 * that order as little-endian float64, then likewise the accuracies where there are any. So neither the order of the
 * rows nor the kind of file matters.
 */
const digestOf = (keys: readonly string[], { loss, accuracy }: TableColumns): string => {
  const order = Array.from(keys.keys()).toSorted((a, b) => (keys[a]! < keys[b]! ? -1 : 1))
  const sorted = (column: Float64Array) => float64Bytes(Float64Array.from(order, (row) => column[row]!))
  const hash = createHash("sha256")
  hash.update(order.map((row) => `${keys[row]!}\n`).join(""))
  hash.update(sorted(loss))
  if (accuracy !== undefined) hash.update(sorted(accuracy))
  return hash.digest("hex")
}

/** A table from its rows: `keys[i]` is the key of row i's architecture, each at most once. */
export const measuredTable = (
  space: Space,
  identity: { readonly name: string; readonly measure: string },
  keys: readonly string[],
  columns: TableColumns
): MeasuredTable => ({
  space,
  data: { name: identity.name, measure: identity.measure, digest: digestOf(keys, columns) },
  rows: new Map(keys.map((key, row) => [key, row])),
  columns,
  sortedLosses: columns.loss.filter(Number.isFinite).toSorted()
})

/** What the table knows of an architecture; undefined where it has no row. */
export const entryOf = (table: MeasuredTable, architecture: Architecture): TableEntry | undefined => {
  const row = table.rows.get(architectureKey(architecture))
  if (row === undefined) return undefined
  const known = Object.entries(table.columns).flatMap(([name, column]: [string, Float64Array | undefined]) =>
    column === undefined || (name !== "loss" && Number.isNaN(column[row])) ? [] : [[name, column[row]!]])
  return Object.fromEntries(known) as TableEntry
}

/** How many rows the table has. */
export const tableSize = (table: MeasuredTable): number => table.rows.size

/** The lowest finite loss; undefined where there is none. */
export const bestLoss = (table: MeasuredTable): number | undefined => table.sortedLosses[0]

/**
 * 1 + how many architectures of the table have a lower loss, so equal losses share a rank and the best has 1.
 * Losses that are not finite share the last rank. Undefined where the table has no row.
 */
export const rankOf = (table: MeasuredTable, architecture: Architecture): number | undefined => {
  const loss = entryOf(table, architecture)?.loss
  if (loss === undefined) return undefined
  const { sortedLosses } = table
  if (!Number.isFinite(loss)) return sortedLosses.length + 1
  let low = 0
  let high = sortedLosses.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sortedLosses[middle]! < loss) low = middle + 1
    else high = middle
  }
  return low + 1
}
