import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"
import { initialLstmWeights, lstmShapeOf } from "./lstm.ts"
import type { LstmShape } from "./lstmKernel.ts"
import { lstmNetwork } from "./lstmNetwork.ts"
import type { Network } from "./network.ts"
import { networkEstimator } from "./networkEstimator.ts"
import type { NetworkState } from "./networkState.ts"

/**
 * Two LSTMs, the second one over the edges from the last to the first. A linear layer on their joined last states is
 * the sum of a linear layer on each, so the weights are those of two LSTMs, one after the other.
 */
const bilstmNetwork = (shape: LstmShape): Network => {
  const [onward, back] = [lstmNetwork(shape), lstmNetwork(shape)]
  const { size, parameters } = onward
  const { edges, operations: K } = shape
  const reversed = new Float64Array(size)
  const backGradients = new Float64Array(size)

  const reverse = (from: Float64Array, at: number, to: Float64Array, toAt: number): void => {
    for (let e = 0; e < edges; e++) {
      for (let k = 0; k < K; k++) to[toAt + (edges - 1 - e) * K + k] = from[at + e * K + k]
    }
  }
  const halves = (vector: Float64Array) => [vector.subarray(0, parameters), vector.subarray(parameters)] as const

  return {
    parameters: 2 * parameters,
    size,
    forward: (weights, inputs, at) => {
      const [onwardWeights, backWeights] = halves(weights)
      reverse(inputs, at, reversed, 0)
      return onward.forward(onwardWeights, inputs, at) + back.forward(backWeights, reversed, 0)
    },
    addWeightGradient: (weights, inputs, at, slope, share, gradient) => {
      const [onwardWeights, backWeights] = halves(weights)
      const [onwardGradient, backGradient] = halves(gradient)
      onward.addWeightGradient(onwardWeights, inputs, at, slope, share, onwardGradient)
      back.addWeightGradient(backWeights, reversed, 0, slope, share, backGradient)
    },
    inputGradient: (weights, inputs, at, slope, gradients) => {
      const [onwardWeights, backWeights] = halves(weights)
      back.inputGradient(backWeights, reversed, 0, slope, backGradients)
      reverse(backGradients, 0, reversed, 0)
      onward.inputGradient(onwardWeights, inputs, at, slope, gradients)
      for (let i = 0; i < size; i++) gradients[at + i] += reversed[i]
    }
  }
}

/**
 * A bidirectional LSTM over the edges (Schuster and Paliwal, 1997), `hidden` units each way, as predictors of the BONAS
 * kind read an architecture. Each way is the `lstm` estimator's recurrence with weights of its own, started like it.
 */
export const bilstm = (context: EstimatorContext): Estimator<NetworkState> => {
  const shape = lstmShapeOf(context)
  const { forgetBias } = context.configuration
  return networkEstimator(context, "bilstm", bilstmNetwork(shape), (draws) => {
    const weights = new Float64Array(draws.length)
    const half = draws.length / 2
    for (const from of [0, half]) {
      weights.set(initialLstmWeights(shape, forgetBias, draws.subarray(from, from + half)), from)
    }
    return weights
  })
}
