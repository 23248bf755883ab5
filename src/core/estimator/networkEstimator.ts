import { uniforms } from "../random/uniform.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"
import { fitByPasses } from "./fitByPasses.ts"
import { initialisationAddress } from "./lane.ts"
import type { Network } from "./network.ts"
import { type NetworkState, untrained } from "./networkState.ts"
import { networkGradients, networkPredictions, networkTraining } from "./networkTraining.ts"

/**
 * A network, its output through the configured head, fitted to Eq. 8 by Adam on mini-batches: an estimator.
 * `initialWeights` makes its first weights `[P]` from as many uniform draws.
 */
export const networkEstimator = (
  context: EstimatorContext,
  name: string,
  network: Network,
  initialWeights: (draws: Float64Array) => Float64Array
): Estimator<NetworkState> => {
  const { configuration } = context
  const { batch, head } = configuration
  return {
    name,
    init: () => untrained(initialWeights(uniforms(initialisationAddress(context), network.parameters))),
    fit: (state, samples, passes, stopTau) =>
      fitByPasses(context, state, samples, passes, stopTau, () =>
        networkTraining(network, head, configuration, batch, state, samples)),
    predict: (state, { inputs, count }) => networkPredictions(network, head, state.weights, inputs, count),
    deviation: null,
    gradient: (state, { inputs, count }) => networkGradients(network, head, state.weights, inputs, count)
  }
}
