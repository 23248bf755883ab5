import type { EstimatorContext } from "./context.ts"
import { cellGraph } from "./cellGraph.ts"
import type { Estimator } from "./estimator.ts"
import { graphEncoder, encoderParameters, type GraphShape } from "./graphEncoder.ts"
import { graphReadout } from "./graphReadout.ts"
import { networkEstimator } from "./networkEstimator.ts"
import type { NetworkState } from "./networkState.ts"

/** The graph networks' share of the context. */
export const graphShapeOf = ({ space, operations, configuration: { hidden, rounds } }: EstimatorContext): GraphShape =>
  ({ graph: cellGraph(space), operations, hidden, rounds })

/**
 * Uniform in +-1/sqrt(D), but in +-1 for the states that the nodes start from, so that they can be told apart from the
 * start. Our choice.
 */
export const initialGraphWeights = (shape: GraphShape, draws: Float64Array): Float64Array => {
  const { nodeBias, count } = encoderParameters(shape)
  const bound = 1 / Math.sqrt(shape.hidden)
  return draws.map((u, i) => (i >= nodeBias && i < count ? 1 : bound) * (2 * u - 1))
}

/**
 * A graph network over the cells (`graphEncoder`), the embedding of the architecture through a linear layer and a head:
 * works on any space, whatever its cells. `hidden` numbers a node, `rounds` of messages. Fitted like the LSTM.
 */
export const gnn = (context: EstimatorContext): Estimator<NetworkState> => {
  const shape = graphShapeOf(context)
  const network = graphReadout(graphEncoder(shape), context.edges * context.operations)
  return networkEstimator(context, "gnn", network, (draws) => initialGraphWeights(shape, draws))
}
