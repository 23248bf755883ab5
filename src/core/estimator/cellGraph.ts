import type { Space } from "../architecture/space.ts"

/** An edge into a node, with its place among the E edges of the space. */
export interface IncomingEdge {
  readonly edge: number
  readonly from: number
}

/** A node of the graph of all cells. Its incoming edges come from nodes before it. */
export interface GraphNode {
  readonly cell: number
  /** none for the inputs of a cell */
  readonly incoming: readonly IncomingEdge[]
}

/** The cells of a space side by side, as one acyclic graph. */
export interface CellGraph {
  readonly cells: number
  /** cell by cell, in their order: an edge leads from an earlier node to a later one */
  readonly nodes: readonly GraphNode[]
  /** `[cells]` how many nodes of each cell are computed, the others are its inputs */
  readonly computed: readonly number[]
  /** `[K]` whether an operation lets anything through; `none` and `zero` do not */
  readonly passes: readonly boolean[]
}

export const cellGraph = ({ cells, operations }: Space): CellGraph => {
  const nodes: GraphNode[] = []
  let edgesBefore = 0
  cells.forEach((cell, c) => {
    const [first, firstEdge] = [nodes.length, edgesBefore]
    for (let node = 0; node < cell.inputs + cell.nodes; node++) {
      const incoming = cell.edges.flatMap(({ from, to }, e) =>
        to === node ? [{ edge: firstEdge + e, from: first + from }] : [])
      nodes.push({ cell: c, incoming })
    }
    edgesBefore += cell.edges.length
  })
  return {
    cells: cells.length,
    nodes,
    computed: cells.map((cell) => cell.nodes),
    passes: operations.map((name) => name !== "none" && name !== "zero")
  }
}
