import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/**
 * `groups` equal to the channels makes a depthwise convolution, a kernel of 1 a pointwise one.
 * The padding, zeros, is dilation (kernel - 1) / 2, so that the output has ceil(size / stride) rows and columns.
 */
export interface Window {
  readonly stride: number
  readonly dilation: number
  readonly groups: number
}

/** Every weight joins rows of the output with rows of the input: `count` pixels, `stride` apart in the input. */
type VisitRow = (weight: number, outputAt: number, inputAt: number, count: number) => void

const eachRow = (input: Tensor, weights: Tensor, { stride, dilation, groups }: Window, visit: VisitRow): void => {
  const [images, channels, height, width] = input.shape
  const [outputs, perGroup, kernel] = weights.shape
  const padding = dilation * (kernel - 1) / 2
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)]
  for (let image = 0; image < images; image++) {
    for (let output = 0; output < outputs; output++) {
      const firstChannel = Math.floor(output / (outputs / groups)) * perGroup
      for (let tap = 0; tap < perGroup * kernel * kernel; tap++) {
        const channel = firstChannel + Math.floor(tap / (kernel * kernel))
        const down = Math.floor(tap / kernel) % kernel * dilation - padding
        const right = tap % kernel * dilation - padding
        const first = Math.max(0, Math.ceil(-right / stride))
        const last = Math.min(columns - 1, Math.floor((width - 1 - right) / stride))
        for (let row = 0; row < rows; row++) {
          const inputRow = row * stride + down
          if (inputRow < 0 || inputRow >= height) continue
          visit(
            output * perGroup * kernel * kernel + tap,
            ((image * outputs + output) * rows + row) * columns + first,
            ((image * channels + channel) * height + inputRow) * width + first * stride + right,
            last - first + 1
          )
        }
      }
    }
  }
}

/** No bias. `input` `[images, channels, height, width]`, `weights` `[outputs, channels / groups, kernel, kernel]`. */
export const convolution = (input: Tensor, weights: Tensor, window: Window): Tensor => {
  const [images, , height, width] = input.shape
  const { stride } = window
  const output = zeros([images, weights.shape[0], Math.ceil(height / stride), Math.ceil(width / stride)])
  eachRow(input, weights, window, (weight, outputAt, inputAt, count) => {
    const w = weights.data[weight]
    for (let i = 0; i < count; i++) output.data[outputAt + i] += w * input.data[inputAt + i * stride]
  })
  return output
}

/** The gradients by input and weights. */
export const convolutionBackward = (
  input: Tensor, weights: Tensor, window: Window, gradient: Tensor
): readonly [Tensor, Tensor] => {
  const { stride } = window
  const [byInput, byWeights] = [zeros(input.shape), zeros(weights.shape)]
  eachRow(input, weights, window, (weight, outputAt, inputAt, count) => {
    const w = weights.data[weight]
    let sum = 0
    for (let i = 0; i < count; i++) {
      const g = gradient.data[outputAt + i]
      byInput.data[inputAt + i * stride] += w * g
      sum += g * input.data[inputAt + i * stride]
    }
    byWeights.data[weight] += sum
  })
  return [byInput, byWeights]
}
