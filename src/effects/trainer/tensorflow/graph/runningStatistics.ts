import { type Graph, type Output, outputOf, T } from "./graph.ts"
import { cut } from "./variables.ts"

/** Of the batch; the rest stays. PyTorch's default. */
const share = 0.1

/** Mean and variance, which lie one behind the other. */
export const meanAndVariance = (graph: Graph, vector: Output, channels: number) => {
  const both = cut(graph, vector, [channels, channels])
  return { mean: both, variance: outputOf(both, 1) }
}

/** All running statistics after a batch. */
export const movedStatistics = (graph: Graph, before: Output, batch: Output): Output => {
  const scaled = (vector: Output, by: number): Output => graph.add("Mul", [vector, graph.floats([], [by])], T)
  return graph.add("AddV2", [scaled(before, 1 - share), scaled(batch, share)], T)
}
