import type { Samples } from "./estimator.ts"
import { type AdamOptions, adamStep } from "./adam.ts"
import { addWeightGradient, gateSlopesOf, inputGradient } from "./lstmBackward.ts"
import { emptyTrace, forward } from "./lstmForward.ts"
import { headSlope, headValue } from "./lstmHead.ts"
import type { LstmKernel, LstmProgress, LstmShape, LstmTraining } from "./lstmKernel.ts"

const predict = (shape: LstmShape, weights: Float64Array, inputs: Float64Array, count: number): Float64Array => {
  const trace = emptyTrace(shape)
  const size = shape.edges * shape.operations
  return Float64Array.from({ length: count }, (_, i) =>
    headValue(shape.head, forward(shape, weights, inputs, i * size, trace)))
}

const gradient = (shape: LstmShape, weights: Float64Array, input: Float64Array): Float64Array => {
  const trace = emptyTrace(shape)
  const gateSlopes = new Float64Array(trace.gates.length)
  const output = forward(shape, weights, input, 0, trace)
  gateSlopesOf(shape, weights, trace, headSlope(shape.head, output), gateSlopes)
  return inputGradient(shape, weights, gateSlopes)
}

/** Fits Eq. 8 by mini-batches: the loss of one is the mean over its samples of weight (psi(H) - L)^2. */
const train = (
  shape: LstmShape,
  adam: AdamOptions,
  batch: number,
  start: LstmProgress,
  samples: Samples
): LstmTraining => {
  const weights = start.weights.slice()
  const firstMoment = start.firstMoment.slice()
  const secondMoment = start.secondMoment.slice()
  let { beta1Power, beta2Power } = start

  const size = shape.edges * shape.operations
  const trace = emptyTrace(shape)
  const gateSlopes = new Float64Array(trace.gates.length)
  const gradient = new Float64Array(weights.length)
  const own = new Float64Array(weights.length)

  const addSample = (i: number, batchSize: number): void => {
    const output = forward(shape, weights, samples.inputs, i * size, trace)
    const error = headValue(shape.head, output) - samples.losses[i]
    const outputSlope = ((2 * samples.weights[i] * error) / batchSize) * headSlope(shape.head, output)
    gateSlopesOf(shape, weights, trace, outputSlope, gateSlopes)
    addWeightGradient(shape, samples.inputs, i * size, trace, outputSlope, gateSlopes, own, gradient)
  }

  const miniBatch = (indices: Uint32Array): void => {
    gradient.fill(0)
    for (const i of indices) addSample(i, indices.length)
    beta1Power *= adam.beta1
    beta2Power *= adam.beta2
    adamStep(adam, beta1Power, beta2Power, gradient, weights, firstMoment, secondMoment)
  }

  return {
    pass: (order) => {
      for (let from = 0; from < order.length; from += batch) miniBatch(order.subarray(from, from + batch))
    },
    predictions: () => predict(shape, weights, samples.inputs, samples.count),
    progress: () => ({
      weights: weights.slice(),
      firstMoment: firstMoment.slice(),
      secondMoment: secondMoment.slice(),
      beta1Power,
      beta2Power
    })
  }
}

/** The reference form of the LSTM's arithmetic: one sample at a time, as the equations stand in a textbook. */
export const plainLstmKernel: LstmKernel = { name: "plain", train, predict, gradient }
