import { batchNormalisation, batchNormalisationBackward } from "./batchNormalisation.ts"
import {
  crossEntropy, crossEntropyBackward, globalAverage, globalAverageBackward, linear, linearBackward
} from "./classifier.ts"
import { concatenation, concatenationBackward } from "./concatenation.ts"
import { convolution, convolutionBackward } from "./convolution.ts"
import { shifted, shiftedBackward } from "./shifted.ts"
import { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from "./pooling.ts"
import type { PoolWindow } from "./pooling.ts"
import { relu, reluBackward } from "./relu.ts"
import type { Tape, Traced } from "./tape.ts"
import { mapped, zeros } from "./tensor.ts"

/** A pass through a network: what it computes goes on the tape, weights are asked for by name and PyTorch's shape. */
export interface Pass {
  readonly tape: Tape
  readonly parameter: (name: string, shape: readonly number[]) => Traced
}

export const reluOf = ({ tape }: Pass, input: Traced): Traced =>
  tape.computed([input], relu(input.value), (gradient) => [reluBackward(input.value, gradient)])

export interface ConvolutionSize {
  readonly kernel: number
  readonly stride?: number
  readonly dilation?: number
}

/** Each output channel reads all input channels. Weights `[outputs, channels, kernel, kernel]`. */
export const convolutionOf = (
  { tape, parameter }: Pass, name: string, input: Traced, outputs: number,
  { kernel, stride = 1, dilation = 1 }: ConvolutionSize
): Traced => {
  const weights = parameter(name, [outputs, input.value.shape[1], kernel, kernel])
  const window = { stride, dilation, groups: 1 }
  return tape.computed([input, weights], convolution(input.value, weights.value, window),
    (gradient) => convolutionBackward(input.value, weights.value, window, gradient))
}

/** Each channel by itself. Weights `[channels, 1, kernel, kernel]`. */
export const depthwiseOf = (
  { tape, parameter }: Pass, name: string, input: Traced, { kernel, stride = 1, dilation = 1 }: ConvolutionSize
): Traced => {
  const channels = input.value.shape[1]
  const weights = parameter(name, [channels, 1, kernel, kernel])
  const window = { stride, dilation, groups: channels }
  return tape.computed([input, weights], convolution(input.value, weights.value, window),
    (gradient) => convolutionBackward(input.value, weights.value, window, gradient))
}

/** Batch normalisation by the statistics of the batch; with a name, gamma and beta are its `weight` and `bias`. */
export const normalisedOf = ({ tape, parameter }: Pass, input: Traced, name?: string): Traced => {
  const shape = [input.value.shape[1]]
  const gamma = name === undefined ? tape.leaf(mapped(zeros(shape), () => 1)) : parameter(`${name}.weight`, shape)
  const beta = name === undefined ? tape.leaf(zeros(shape)) : parameter(`${name}.bias`, shape)
  return tape.computed([input, gamma, beta], batchNormalisation(input.value, gamma.value, beta.value),
    (gradient) => batchNormalisationBackward(input.value, gamma.value, gradient))
}

export const maxPoolOf = ({ tape }: Pass, input: Traced, window: PoolWindow): Traced =>
  tape.computed([input], maxPool(input.value, window), (gradient) => [maxPoolBackward(input.value, window, gradient)])

export const averagePoolOf = ({ tape }: Pass, input: Traced, window: PoolWindow): Traced =>
  tape.computed([input], averagePool(input.value, window),
    (gradient) => [averagePoolBackward(input.value, window, gradient)])

export const shiftedOf = ({ tape }: Pass, input: Traced): Traced =>
  tape.computed([input], shifted(input.value), (gradient) => [shiftedBackward(gradient)])

export const concatenationOf = ({ tape }: Pass, parts: readonly Traced[]): Traced =>
  tape.computed(parts, concatenation(parts.map(({ value }) => value)),
    (gradient) => concatenationBackward(parts.map(({ value }) => value.shape[1]), gradient))

/** Zeros that follow the input in images and channels: the operation `none`. Its gradient is 0. */
export const zerosOf = ({ tape }: Pass, input: Traced, stride: number): Traced => {
  const [images, channels, height, width] = input.value.shape
  const output = zeros([images, channels, Math.ceil(height / stride), Math.ceil(width / stride)])
  return tape.computed([input], output, () => [zeros(input.value.shape)])
}

/** sum of weight * input over maps of one size. The weights are numbers, not differentiated. */
export const weightedSumOf = ({ tape }: Pass, inputs: readonly Traced[], weights: readonly number[]): Traced => {
  const sum = mapped(inputs[0].value, (_, i) =>
    inputs.reduce((total, { value }, n) => total + weights[n] * value.data[i], 0))
  return tape.computed(inputs, sum, (gradient) => weights.map((weight) => mapped(gradient, (g) => weight * g)))
}

export const globalAverageOf = ({ tape }: Pass, input: Traced): Traced =>
  tape.computed([input], globalAverage(input.value), (gradient) => [globalAverageBackward(input.value, gradient)])

/** `weight` `[outputs, channels]` and `bias` `[outputs]` of that name. */
export const linearOf = ({ tape, parameter }: Pass, name: string, input: Traced, outputs: number): Traced => {
  const weights = parameter(`${name}.weight`, [outputs, input.value.shape[1]])
  const bias = parameter(`${name}.bias`, [outputs])
  return tape.computed([input, weights, bias], linear(input.value, weights.value, bias.value),
    (gradient) => linearBackward(input.value, weights.value, gradient))
}

export const crossEntropyOf = ({ tape }: Pass, logits: Traced, labels: ArrayLike<number>): Traced =>
  tape.computed([logits], crossEntropy(logits.value, labels),
    (gradient) => [crossEntropyBackward(logits.value, labels, gradient)])
