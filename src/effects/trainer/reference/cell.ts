import type { Architecture } from "../../../core/architecture/architecture.ts"
import { operationCount } from "../../../core/architecture/space.ts"
import type { Space } from "../../../core/architecture/space.ts"
import { weightedSumOf } from "./layers.ts"
import type { Pass } from "./layers.ts"
import { operationOf } from "./operations.ts"
import type { OperationPlace } from "./operations.ts"
import type { Traced } from "./tape.ts"

/** What was drawn: an operation for each of the E edges, and the soft weights H `[E, K]` that scale their outputs. */
export interface Choice {
  readonly architecture: Architecture
  readonly softWeights: ArrayLike<number>
}

/** `stride` is that of the edges which leave the cell's inputs. */
export interface CellPlace extends OperationPlace {
  /** index into `space.cells` */
  readonly kind: number
}

/**
 * All computed nodes of a cell, `I(j) = sum over edges (i, j) of h o(I(i))`: o is the edge's chosen operation, h its
 * soft weight. `inputs` have been brought to the cell's number of channels.
 */
export const cellNodes = (
  pass: Pass, space: Space, { architecture, softWeights }: Choice, { kind, ...place }: CellPlace,
  inputs: readonly Traced[]
): readonly Traced[] => {
  const { edges, nodes } = space.cells[kind]
  const firstEdge = space.cells.slice(0, kind).reduce((sum, cell) => sum + cell.edges.length, 0)
  const values = [...inputs]
  for (let node = inputs.length; node < inputs.length + nodes; node++) {
    const terms = edges.flatMap(({ from, to }, e) => {
      if (to !== node) return []
      const chosen = architecture[firstEdge + e]
      const operation = space.operations[chosen]
      const name = `${place.name}.edges.${e}.${operation}`
      const stride = from < inputs.length ? place.stride : 1
      return [{
        value: operationOf(pass, operation, { ...place, name, stride }, values[from]),
        weight: softWeights[(firstEdge + e) * operationCount(space) + chosen]
      }]
    })
    values.push(weightedSumOf(pass, terms.map(({ value }) => value), terms.map(({ weight }) => weight)))
  }
  return values.slice(inputs.length)
}
