import type { Space } from "../architecture/space.ts"
import { type CellGraph, cellGraph } from "./cellGraph.ts"

/** What the kernels of the Gaussian process read of a space. */
export interface SearchGraph extends CellGraph {
  /** E and K */
  readonly edges: number
  readonly operations: number
  /** `[nodes]` whether a node is an input of its cell */
  readonly isInput: readonly boolean[]
  /**
   * `[nodes]` whether what it holds leaves its cell: every computed node in DARTS, elsewhere those that feed no
   * other
   */
  readonly isOutput: readonly boolean[]
  /** the operation that lets nothing through, or null; choices that are no graph have none */
  readonly zero: number | null
  /** `[K]` whether an operation hands on what it gets */
  readonly skips: readonly boolean[]
}

const skipNames: ReadonlySet<string> = new Set(["skip_connect", "skip", "identity"])

export const searchGraph = (space: Space): SearchGraph => {
  const graph = cellGraph(space)
  const isInput = graph.nodes.map(({ incoming }) => incoming.length === 0)
  const feeds = new Set(graph.nodes.flatMap(({ incoming }) => incoming.map(({ from }) => from)))
  const zero = graph.passes.indexOf(false)
  return {
    ...graph,
    edges: graph.nodes.reduce((sum, { incoming }) => sum + incoming.length, 0),
    operations: space.operations.length,
    isInput,
    isOutput: graph.nodes.map((_, v) => !isInput[v] && (space.derivation === "two-inputs" || !feeds.has(v))),
    zero: zero < 0 || space.derivation === "no-genotype" ? null : zero,
    skips: space.operations.map((name) => skipNames.has(name))
  }
}
