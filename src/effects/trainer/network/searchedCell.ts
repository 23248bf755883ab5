import { allowedOperations } from "../../../core/architecture/space.ts"
import type { Space } from "../../../core/architecture/space.ts"
import type { MapShape } from "./featureMap.ts"
import { candidate } from "./operations.ts"
import type { StageEdge } from "./stage.ts"

/** A cell kind of a space at its place in a network. */
export interface CellPlace {
  /** `cells.{i}` */
  readonly name: string
  /** number of the cell kind in the space */
  readonly kind: number
  readonly states: readonly MapShape[]
  readonly node: MapShape
  /** stride of the edges from the cell's inputs */
  readonly stride: number
  readonly normalisedPools: boolean
}

/** The edges of a cell with all operations that may stand on them. Every operation of the space is a known one. */
export const searchedEdges = (space: Space, place: CellPlace): readonly StageEdge[] => {
  const { edges, inputs } = space.cells[place.kind]
  const firstChoice = space.cells.slice(0, place.kind).reduce((sum, cell) => sum + cell.edges.length, 0)
  const allowed = allowedOperations(space).map((own) => new Set(own))
  return edges.map(({ from, to }, e): StageEdge => ({
    from,
    to,
    choice: firstChoice + e,
    candidates: space.operations.map((operation, k) =>
      allowed[firstChoice + e].has(k)
        ? candidate(operation, {
          name: `${place.name}.edges.${e}.${operation}`,
          input: from < inputs ? place.states[from] : place.node,
          stride: from < inputs ? place.stride : 1,
          normalisedPools: place.normalisedPools
        })
        : null)
  }))
}
