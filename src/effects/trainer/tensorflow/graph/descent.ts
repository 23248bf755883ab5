import { type Graph, type Output, T } from "./graph.ts"

/** Vectors of all sampled parameters, and scalars. */
export interface Descent {
  readonly weights: Output
  readonly momentum: Output
  readonly gradient: Output
  readonly learningRate: Output
  /** of the momentum that stays */
  readonly kept: Output
  readonly weightDecay: Output
  readonly clip: Output
}

/**
 * One step of stochastic gradient descent with momentum, as PyTorch's: the gradient is clipped to a norm over all sampled
 * parameters before the decay is added. Parameters lie one behind the other, so that a step is a dozen operations, and
 * not a dozen for each parameter.
 */
export const descend = (
  graph: Graph, { weights, momentum, gradient, learningRate, kept, weightDecay, clip }: Descent
): { readonly weights: Output; readonly momentum: Output } => {
  const binary = (operation: string) => (a: Output, b: Output): Output => graph.add(operation, [a, b], T)
  const [add, multiply, divide, smaller, subtract] = ["AddV2", "Mul", "RealDiv", "Minimum", "Sub"].map(binary) as
    [BinaryOperation, BinaryOperation, BinaryOperation, BinaryOperation, BinaryOperation]
  const half = graph.add("L2Loss", [gradient], T)
  const norm = graph.add("Sqrt", [multiply(half, graph.floats([], [2]))], T)
  const factor = smaller(graph.floats([], [1]), divide(clip, add(norm, graph.floats([], [1e-6]))))
  const own = add(multiply(gradient, factor), multiply(weights, weightDecay))
  const moving = add(multiply(momentum, kept), own)
  return { momentum: moving, weights: subtract(weights, multiply(moving, learningRate)) }
}

type BinaryOperation = (a: Output, b: Output) => Output
