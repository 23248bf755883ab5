import { type Architecture, architectureKey } from "../../../core/architecture/architecture.ts"
import { allArchitectures, architectureIndex } from "../../../core/architecture/enumerate.ts"
import { edgesOf, type Space } from "../../../core/architecture/space.ts"
import { nb201 } from "../../../core/architecture/spaces/nb201.ts"
import { type MeasuredTable, measuredTable, type TableColumns } from "./measuredTable.ts"

/** For each edge of NAS-Bench-201 the edge of the space that stands for it; -1: none does, it carries `none`. */
type Places = readonly number[]

const none = nb201.operations.indexOf("none")

/**
 * How a space lies inside NAS-Bench-201: the same cell, with the same or fewer edges (one that is left out carries
 * `none`) and the same or fewer operations on each; null where it does not.
 */
const placesIn = (space: Space): Places | null => {
  const cell = space.cells.length === 1 ? space.cells[0]! : null
  const whole = nb201.cells[0]!
  if (cell === null || cell.inputs !== whole.inputs || cell.nodes !== whole.nodes) return null
  if (!space.operations.every((operation) => nb201.operations.includes(operation))) return null
  const own = edgesOf(space)
  const places = edgesOf(nb201).map(({ from, to }) => own.findIndex((edge) => edge.from === from && edge.to === to))
  return places.filter((place) => place >= 0).length === own.length ? places : null
}

/** Whether a space is a part of NAS-Bench-201. */
export const isNb201Subspace = (space: Space): boolean => placesIn(space) !== null

/** The rows of a table of NAS-Bench-201 that belong to a part of it, as a table of that space. */
export const nb201Part = (table: MeasuredTable, space: Space): MeasuredTable => {
  const places = placesIn(space)!
  const names = space.operations.map((operation) => nb201.operations.indexOf(operation))
  const inWhole = (architecture: Architecture): Architecture =>
    places.map((place) => (place < 0 ? none : names[architecture[place]!]!))
  const architectures = [...allArchitectures(space)]
  const rows = architectures.map((architecture) => Number(architectureIndex(nb201, inWhole(architecture))))
  const column = (values: Float64Array | undefined) =>
    values === undefined ? undefined : Float64Array.from(rows, (row) => values[row]!)
  const columns: TableColumns = {
    loss: column(table.columns.loss)!,
    accuracy: column(table.columns.accuracy),
    testAccuracy: column(table.columns.testAccuracy),
    parameters: column(table.columns.parameters),
    multiplyAdds: column(table.columns.multiplyAdds),
    index: column(table.columns.index)
  }
  return measuredTable(space, table.data, architectures.map(architectureKey), columns)
}
