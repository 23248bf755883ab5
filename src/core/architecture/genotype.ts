/**
 * A genotype: the network that a `two-inputs` search ends with, independent of any space. Plain data, also as JSON.
 */

/** An operation on the output of node `input`. */
export type GenotypeEntry = readonly [operation: string, input: number]

/**
 * `nodes[i]` describes node `inputs + i`, which is the sum of its two entries. The cell's output concatenates
 * the nodes that `concat` numbers.
 */
export interface CellGenotype {
  readonly name: string
  readonly inputs: number
  readonly nodes: readonly (readonly GenotypeEntry[])[]
  readonly concat: readonly number[]
}

/** One entry a kind of cell; in the NASNet space `normal`, then `reduce`. */
export type Genotype = readonly CellGenotype[]

/** The numbers of all computed nodes: what a cell concatenates unless it says otherwise. */
export const computedNodes = (inputs: number, nodes: number): readonly number[] =>
  Array.from({ length: nodes }, (_, i) => inputs + i)
