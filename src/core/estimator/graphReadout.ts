import type { GraphEncoder } from "./graphEncoder.ts"
import type { Network } from "./network.ts"

/**
 * A further term of a sample's loss, beside that of the output: adds `share` times its derivatives with respect to the
 * weights behind the encoder to `gradient`, and those with respect to the embedding to `slopes`.
 */
export type Term = (
  weights: Float64Array, inputs: Float64Array, at: number, share: number, gradient: Float64Array, slopes: Float64Array
) => void

/** An embedding z through a linear layer: v z + c. The weights are the encoder's, then v, then c. */
export const graphReadout = (encoder: GraphEncoder, size: number, term: Term = () => {}): Network => {
  const { embedding, parameters } = encoder
  const bias = parameters + embedding.length
  const slopes = new Float64Array(embedding.length)

  const slopesOf = (weights: Float64Array, slope: number): Float64Array => {
    for (let j = 0; j < slopes.length; j++) slopes[j] = slope * weights[parameters + j]
    return slopes
  }

  return {
    parameters: bias + 1,
    size,
    forward: (weights, inputs, at) => {
      encoder.encode(weights, inputs, at)
      let sum = weights[bias]
      for (let j = 0; j < embedding.length; j++) sum += weights[parameters + j] * embedding[j]
      return sum
    },
    addWeightGradient: (weights, inputs, at, slope, share, gradient) => {
      for (let j = 0; j < embedding.length; j++) gradient[parameters + j] += slope * embedding[j]
      gradient[bias] += slope
      term(weights, inputs, at, share, gradient, slopesOf(weights, slope))
      encoder.backward(weights, inputs, at, slopes, gradient, null)
    },
    inputGradient: (weights, inputs, at, slope, gradients) => {
      gradients.fill(0, at, at + size)
      encoder.backward(weights, inputs, at, slopesOf(weights, slope), null, gradients)
    }
  }
}
