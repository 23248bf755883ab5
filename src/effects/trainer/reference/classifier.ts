import { mapped, zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** Global average pooling: `[images, channels, height, width]` to `[images, channels]`. */
export const globalAverage = (input: Tensor): Tensor => {
  const [images, channels, height, width] = input.shape
  const pixels = height * width
  return mapped(zeros([images, channels]), (_, plane) =>
    input.data.subarray(plane * pixels, (plane + 1) * pixels).reduce((sum, x) => sum + x, 0) / pixels)
}

export const globalAverageBackward = (input: Tensor, gradient: Tensor): Tensor => {
  const pixels = input.shape[2] * input.shape[3]
  return mapped(zeros(input.shape), (_, i) => gradient.data[Math.floor(i / pixels)] / pixels)
}

/** `[images, channels]` times `weights` `[classes, channels]`, plus `bias` `[classes]`. */
export const linear = (input: Tensor, weights: Tensor, bias: Tensor): Tensor => {
  const [classes, channels] = weights.shape
  return mapped(zeros([input.shape[0], classes]), (_, i) => {
    const image = Math.floor(i / classes)
    let sum = bias.data[i % classes]
    for (let c = 0; c < channels; c++) {
      sum += input.data[image * channels + c] * weights.data[i % classes * channels + c]
    }
    return sum
  })
}

/** The gradients by input, weights and bias. */
export const linearBackward = (
  input: Tensor, weights: Tensor, gradient: Tensor
): readonly [Tensor, Tensor, Tensor] => {
  const [classes, channels] = weights.shape
  const [byInput, byWeights, byBias] = [zeros(input.shape), zeros(weights.shape), zeros([classes])]
  gradient.data.forEach((g, i) => {
    const [image, label] = [Math.floor(i / classes), i % classes]
    byBias.data[label] += g
    for (let c = 0; c < channels; c++) {
      byInput.data[image * channels + c] += g * weights.data[label * channels + c]
      byWeights.data[label * channels + c] += g * input.data[image * channels + c]
    }
  })
  return [byInput, byWeights, byBias]
}

const logSumExp = (logits: Float64Array): number => {
  const most = Math.max(...logits)
  return most + Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0))
}

const rowOf = (logits: Tensor, image: number): Float64Array =>
  logits.data.subarray(image * logits.shape[1], (image + 1) * logits.shape[1])

/** Mean over the images of -log softmax(logits)[label]: a tensor `[1]`. */
export const crossEntropy = (logits: Tensor, labels: ArrayLike<number>): Tensor => {
  const [images] = logits.shape
  let sum = 0
  for (let image = 0; image < images; image++) {
    const row = rowOf(logits, image)
    sum += logSumExp(row) - row[labels[image]]
  }
  return { shape: [1], data: Float64Array.of(sum / images) }
}

export const crossEntropyBackward = (logits: Tensor, labels: ArrayLike<number>, gradient: Tensor): Tensor => {
  const [images, classes] = logits.shape
  const sums = Array.from({ length: images }, (_, image) => logSumExp(rowOf(logits, image)))
  return mapped(logits, (x, i) => {
    const image = Math.floor(i / classes)
    const right = i % classes === labels[image] ? 1 : 0
    return gradient.data[0] * (Math.exp(x - sums[image]) - right) / images
  })
}

/** How many images have their label as the largest logit, the first one where several are equal. */
export const rightlyClassified = (logits: Tensor, labels: ArrayLike<number>): number => {
  let right = 0
  for (let image = 0; image < logits.shape[0]; image++) {
    const row = rowOf(logits, image)
    if (row.indexOf(Math.max(...row)) === labels[image]) right++
  }
  return right
}
