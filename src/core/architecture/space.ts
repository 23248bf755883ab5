/**
 * A search space is data: cells of nodes, and for each edge the operations that may stand on it.
 * Everything that reads a space (sampling, counting, printing, deriving) works on any instance.
 */

/** An edge of a cell: node `from` feeds node `to`. Without `operations` any operation of the space may stand on it. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly operations?: readonly string[]
}

/** A kind of cell. Nodes `0 .. inputs - 1` are its inputs, the following `nodes` ones are computed. */
export interface Cell {
  readonly name: string
  readonly inputs: number
  readonly nodes: number
  readonly edges: readonly Edge[]
}

/**
 * How a genotype is read from architecture parameters: `two-inputs` keeps two incoming edges a node
 * and never `none` (DARTS); `every-edge` keeps the largest operation of each edge (NAS-Bench-201);
 * `no-genotype` likewise, for categorical spaces whose choice has no genotype notation.
 */
export type Derivation = "two-inputs" | "every-edge" | "no-genotype"

/**
 * `operations` is the union over all edges; its order numbers the operations, its length is K.
 * E, the number of edges, is the sum over the cells, in their order.
 */
export interface Space {
  readonly name: string
  readonly operations: readonly string[]
  readonly cells: readonly Cell[]
  readonly derivation: Derivation
}

/** All edges of all cells, in the order that numbers them 0 .. E - 1. */
export const edgesOf = (space: Space): readonly Edge[] => space.cells.flatMap((cell) => cell.edges)

/** E. */
export const edgeCount = (space: Space): number => space.cells.reduce((sum, cell) => sum + cell.edges.length, 0)

/** K. */
export const operationCount = (space: Space): number => space.operations.length

/** `[E]` lists: the operations that may stand on each edge, as rising indices into `space.operations`. */
export const allowedOperations = (space: Space): readonly (readonly number[])[] => {
  const all = space.operations.map((_, k) => k)
  return edgesOf(space).map(({ operations }) => {
    if (operations === undefined) return all
    const own = new Set(operations)
    return all.filter((k) => own.has(space.operations[k]!))
  })
}

/** `[E * K]`, 1 where operation k may stand on edge e, 0 where it may not (weight 0, never drawn). */
export const operationMask = (space: Space): Uint8Array => {
  const K = operationCount(space)
  const mask = new Uint8Array(edgeCount(space) * K)
  allowedOperations(space).forEach((allowed, e) => {
    for (const k of allowed) mask[e * K + k] = 1
  })
  return mask
}

/** How many architectures the space holds: the product over the edges of their number of operations. */
export const cardinality = (space: Space): bigint =>
  edgesOf(space).reduce((product, edge) => product * BigInt((edge.operations ?? space.operations).length), 1n)
