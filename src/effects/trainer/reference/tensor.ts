/**
 * Float64 numbers in PyTorch's order: feature maps `[images, channels, height, width]`, weights of convolutions
 * `[outputs, inputs / groups, kernel, kernel]`, vectors `[n]`, one number `[1]`.
 */
export interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1)

export const zeros = (shape: readonly number[]): Tensor => ({ shape, data: new Float64Array(sizeOf(shape)) })

/** One of the like, its numbers made from those of `tensor`. */
export const mapped = (tensor: Tensor, f: (x: number, i: number) => number): Tensor =>
  ({ shape: tensor.shape, data: tensor.data.map(f) })
