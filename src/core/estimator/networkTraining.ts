import { type AdamOptions, adamStep } from "./adam.ts"
import type { Samples } from "./estimator.ts"
import { type Head, headSlope, headValue } from "./lstmHead.ts"
import type { Network } from "./network.ts"
import type { NetworkProgress } from "./networkState.ts"
import type { Training } from "./training.ts"

/** `[count]` predictions for inputs `[count, E, K]`. */
export const networkPredictions = (
  network: Network,
  head: Head,
  weights: Float64Array,
  inputs: Float64Array,
  count: number
): Float64Array => {
  const predictions = new Float64Array(count)
  for (let i = 0; i < count; i++) predictions[i] = headValue(head, network.forward(weights, inputs, i * network.size))
  return predictions
}

/** d prediction / d input at each of `count` inputs, both `[count, E, K]`. */
export const networkGradients = (
  network: Network,
  head: Head,
  weights: Float64Array,
  inputs: Float64Array,
  count: number
): Float64Array => {
  const gradients = new Float64Array(count * network.size)
  for (let i = 0; i < count; i++) {
    const at = i * network.size
    const slope = headSlope(head, network.forward(weights, inputs, at))
    network.inputGradient(weights, inputs, at, slope, gradients)
  }
  return gradients
}

/** What a mini-batch of `batchSize` samples adds to the gradient beside theirs. Called once, before the Adam step. */
export type Addition = (weights: Float64Array, batchSize: number, gradient: Float64Array) => void

/**
 * Fits Eq. 8 by mini-batches of `batch` samples: the loss of one is the mean over its samples of weight (psi(H) - L)^2.
 * One sample at a time, as the equations stand in a textbook. The last mini-batch of a pass may be smaller.
 */
export const networkTraining = (
  network: Network,
  head: Head,
  adam: AdamOptions,
  batch: number,
  start: NetworkProgress,
  samples: Samples,
  add: Addition = () => {}
): Training => {
  const weights = start.weights.slice()
  const firstMoment = start.firstMoment.slice()
  const secondMoment = start.secondMoment.slice()
  let { beta1Power, beta2Power } = start
  const gradient = new Float64Array(weights.length)

  const addSample = (i: number, times: number, batchSize: number): void => {
    const at = i * network.size
    const output = network.forward(weights, samples.inputs, at)
    const error = headValue(head, output) - samples.losses[i]
    const slope = ((2 * times * samples.weights[i] * error) / batchSize) * headSlope(head, output)
    network.addWeightGradient(weights, samples.inputs, at, slope, times / batchSize, gradient)
  }

  const miniBatch = (order: Uint32Array): void => {
    gradient.fill(0)
    for (let from = 0, to = 0; from < order.length; from = to) {
      while (to < order.length && order[to] === order[from]) to++
      addSample(order[from], to - from, order.length)
    }
    add(weights, order.length, gradient)
    beta1Power *= adam.beta1
    beta2Power *= adam.beta2
    adamStep(adam, beta1Power, beta2Power, gradient, weights, firstMoment, secondMoment)
  }

  return {
    pass: (order) => {
      for (let from = 0; from < order.length; from += batch) miniBatch(order.subarray(from, from + batch))
    },
    predictions: () => networkPredictions(network, head, weights, samples.inputs, samples.count),
    progress: () => ({
      weights: weights.slice(),
      firstMoment: firstMoment.slice(),
      secondMoment: secondMoment.slice(),
      beta1Power,
      beta2Power
    })
  }
}
