import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** Every pixel takes the value of its neighbour one row down and one column to the right; beyond the edge lies 0. */
export const shifted = (input: Tensor): Tensor => {
  const [height, width] = input.shape.slice(2)
  const output = zeros(input.shape)
  output.data.forEach((_, i) => {
    const inside = i % width < width - 1 && Math.floor(i / width) % height < height - 1
    if (inside) output.data[i] = input.data[i + width + 1]
  })
  return output
}

export const shiftedBackward = (gradient: Tensor): Tensor => {
  const [height, width] = gradient.shape.slice(2)
  const byInput = zeros(gradient.shape)
  gradient.data.forEach((g, i) => {
    const inside = i % width < width - 1 && Math.floor(i / width) % height < height - 1
    if (inside) byInput.data[i + width + 1] = g
  })
  return byInput
}
