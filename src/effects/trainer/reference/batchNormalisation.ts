import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

const epsilon = 1e-5

/** Visits the places of one channel in a map. */
const eachPlace = ({ shape }: Tensor, channel: number, visit: (place: number) => void): void => {
  const [images, channels, height, width] = shape
  for (let image = 0; image < images; image++) {
    const first = (image * channels + channel) * height * width
    for (let pixel = 0; pixel < height * width; pixel++) visit(first + pixel)
  }
}

const statistics = (input: Tensor, channel: number) => {
  const count = input.data.length / input.shape[1]
  let [sum, squares] = [0, 0]
  eachPlace(input, channel, (i) => { sum += input.data[i] })
  const mean = sum / count
  eachPlace(input, channel, (i) => { squares += (input.data[i] - mean) ** 2 })
  return { count, mean, inverseDeviation: 1 / Math.sqrt(squares / count + epsilon) }
}

/** Over images and pixels of the batch, channel by channel; biased variance. `gamma` and `beta` `[channels]`. */
export const batchNormalisation = (input: Tensor, gamma: Tensor, beta: Tensor): Tensor => {
  const output = zeros(input.shape)
  gamma.data.forEach((scale, channel) => {
    const { mean, inverseDeviation } = statistics(input, channel)
    eachPlace(input, channel, (i) => {
      output.data[i] = scale * (input.data[i] - mean) * inverseDeviation + beta.data[channel]
    })
  })
  return output
}

/** The gradients by input, gamma and beta. */
export const batchNormalisationBackward = (
  input: Tensor, gamma: Tensor, gradient: Tensor
): readonly [Tensor, Tensor, Tensor] => {
  const [byInput, byGamma, byBeta] = [zeros(input.shape), zeros(gamma.shape), zeros(gamma.shape)]
  gamma.data.forEach((scale, channel) => {
    const { count, mean, inverseDeviation } = statistics(input, channel)
    const normalised = (i: number): number => (input.data[i] - mean) * inverseDeviation
    eachPlace(input, channel, (i) => {
      byGamma.data[channel] += gradient.data[i] * normalised(i)
      byBeta.data[channel] += gradient.data[i]
    })
    // what a change of one pixel does to mean and deviation reaches every pixel of the channel
    const [slope, shift] = [byGamma.data[channel] / count, byBeta.data[channel] / count]
    eachPlace(input, channel, (i) => {
      byInput.data[i] = scale * inverseDeviation * (gradient.data[i] - shift - normalised(i) * slope)
    })
  })
  return [byInput, byGamma, byBeta]
}
