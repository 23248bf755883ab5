import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** Maps of one size behind one another along their channels. */
export const concatenation = (parts: readonly Tensor[]): Tensor => {
  const [images, , height, width] = parts[0].shape
  const output = zeros([images, parts.reduce((sum, { shape }) => sum + shape[1], 0), height, width])
  let at = 0
  for (let image = 0; image < images; image++) {
    for (const { shape: [, channels], data } of parts) {
      const length = channels * height * width
      output.data.set(data.subarray(image * length, (image + 1) * length), at)
      at += length
    }
  }
  return output
}

/** The gradients by the parts, of which `channels` gives the sizes. */
export const concatenationBackward = (channels: readonly number[], gradient: Tensor): readonly Tensor[] => {
  const [images, , height, width] = gradient.shape
  const parts = channels.map((own) => zeros([images, own, height, width]))
  let at = 0
  for (let image = 0; image < images; image++) {
    for (const { shape: [, own], data } of parts) {
      const length = own * height * width
      data.set(gradient.data.subarray(at, at + length), image * length)
      at += length
    }
  }
  return parts
}
