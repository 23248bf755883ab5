import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** A kernel of 3 is padded by one pixel, one of 2 not at all. The output has ceil(size / stride) rows and columns. */
export interface PoolWindow {
  readonly kernel: number
  readonly stride: number
}

/** For every output pixel, the pixels of its window that lie inside the map, row by row (padding takes no part). */
const eachWindow = (
  input: Tensor, { kernel, stride }: PoolWindow, visit: (outputAt: number, inside: readonly number[]) => void
): Tensor => {
  const [images, channels, height, width] = input.shape
  const padding = Math.floor((kernel - 1) / 2)
  const output = zeros([images, channels, Math.ceil(height / stride), Math.ceil(width / stride)])
  const [, , rows, columns] = output.shape
  for (let at = 0; at < output.data.length; at++) {
    const plane = Math.floor(at / (rows * columns))
    const top = Math.floor(at / columns) % rows * stride - padding
    const left = at % columns * stride - padding
    const inside: number[] = []
    for (let row = Math.max(0, top); row < Math.min(height, top + kernel); row++) {
      for (let column = Math.max(0, left); column < Math.min(width, left + kernel); column++) {
        inside.push((plane * height + row) * width + column)
      }
    }
    visit(at, inside)
  }
  return output
}

/** The first of the largest ones, as in PyTorch. */
const largest = (input: Tensor, inside: readonly number[]): number =>
  inside.reduce((best, i) => (input.data[i] > input.data[best] ? i : best))

export const maxPool = (input: Tensor, window: PoolWindow): Tensor => {
  const largestOf: number[] = []
  const output = eachWindow(input, window, (at, inside) => { largestOf[at] = largest(input, inside) })
  largestOf.forEach((i, at) => { output.data[at] = input.data[i] })
  return output
}

export const maxPoolBackward = (input: Tensor, window: PoolWindow, gradient: Tensor): Tensor => {
  const byInput = zeros(input.shape)
  eachWindow(input, window, (at, inside) => { byInput.data[largest(input, inside)] += gradient.data[at] })
  return byInput
}

export const averagePool = (input: Tensor, window: PoolWindow): Tensor => {
  const means: number[] = []
  const output = eachWindow(input, window, (at, inside) => {
    means[at] = inside.reduce((sum, i) => sum + input.data[i], 0) / inside.length
  })
  output.data.set(means)
  return output
}

export const averagePoolBackward = (input: Tensor, window: PoolWindow, gradient: Tensor): Tensor => {
  const byInput = zeros(input.shape)
  eachWindow(input, window, (at, inside) => {
    for (const i of inside) byInput.data[i] += gradient.data[at] / inside.length
  })
  return byInput
}
