import { uniforms } from "../random/uniform.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"
import { fitByPasses } from "./fitByPasses.ts"
import { initialisationAddress } from "./lane.ts"
import type { LstmShape } from "./lstmKernel.ts"
import { lstmParameters } from "./lstmParameters.ts"
import { type NetworkState, untrained } from "./networkState.ts"

/** The LSTM's share of the context. */
export const lstmShapeOf = ({ edges, operations, configuration: { hidden, head } }: EstimatorContext): LstmShape =>
  ({ edges, operations, hidden, head })

/**
 * Every parameter uniform in +-1/sqrt(H), the usual start of an LSTM; the paper is silent. `forgetBias` raises the
 * forget gate's bias, so that what the first edges said is remembered from the start (Jozefowicz and others, 2015).
 * `draws` are uniform in (0, 1), one for each parameter.
 */
export const initialLstmWeights = (shape: LstmShape, forgetBias: number, draws: Float64Array): Float64Array => {
  const { hidden } = shape
  const { inputBias } = lstmParameters(shape)
  const bound = 1 / Math.sqrt(hidden)
  const weights = draws.map((u) => bound * (2 * u - 1))
  for (let i = inputBias + hidden; i < inputBias + 2 * hidden; i++) weights[i] = weights[i] + forgetBias
  return weights
}

/**
 * The estimator psi of the paper: an LSTM that reads the soft weights H edge by edge, its last hidden state through a
 * linear layer and a head. Fitted to Eq. 8 by Adam on mini-batches, drawn afresh at each pass. With no samples a fit
 * changes nothing.
 */
export const lstm = (context: EstimatorContext): Estimator<NetworkState> => {
  const { configuration } = context
  const shape = lstmShapeOf(context)
  const kernel = context.environment.lstmKernel
  return {
    name: "lstm",
    init: () => {
      const draws = uniforms(initialisationAddress(context), lstmParameters(shape).count)
      return untrained(initialLstmWeights(shape, configuration.forgetBias, draws))
    },
    fit: (state, samples, passes, stopTau) =>
      fitByPasses(context, state, samples, passes, stopTau, () =>
        kernel.train(shape, configuration, configuration.batch, state, samples)),
    predict: (state, { inputs, count }) => kernel.predict(shape, state.weights, inputs, count),
    deviation: null,
    gradient: (state, { inputs, count }) => kernel.gradient(shape, state.weights, inputs, count)
  }
}
