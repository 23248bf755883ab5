import { exp } from "../numeric/exp.ts"
import { addOuterProduct, addVector, addVectorTimesMatrix, matrixTimesVector } from "./matrixProducts.ts"

/**
 * From an embedding z `[Z]` back to the architecture: on each edge the softmax of M z + m over the operations that may
 * stand there. Its weights, M `[E, K, Z]` and then m `[E, K]`, begin at index `first` of the vectors that it is given.
 * It owns the memory of its passes: `addGradient` follows `decode` of the same embedding and weights.
 */
export interface GraphDecoder {
  readonly parameters: number
  /** `[E, K]`, left by `decode` */
  readonly probabilities: Float64Array
  decode(weights: Float64Array, embedding: Float64Array): void
  /**
   * Of `scale` times the reconstruction loss of the input H at `at`, the mean cross-entropy of an edge
   * -(1 / E) sum over edges and operations of H log p: adds the derivatives with respect to the weights to `gradient`,
   * and those with respect to the embedding to `slopes`.
   */
  addGradient(
    weights: Float64Array,
    embedding: Float64Array,
    inputs: Float64Array,
    at: number,
    scale: number,
    gradient: Float64Array,
    slopes: Float64Array
  ): void
}

/** `mask` `[E, K]` is 1 where an operation may stand; `size` is Z. */
export const graphDecoder = (mask: Uint8Array, edges: number, size: number, first: number): GraphDecoder => {
  const outputs = mask.length
  const K = outputs / edges
  const bias = first + outputs * size
  const probabilities = new Float64Array(outputs)
  const logitSlopes = new Float64Array(outputs)

  return {
    parameters: outputs * size + outputs,
    probabilities,
    decode: (weights, embedding) => {
      matrixTimesVector(weights, first, outputs, size, embedding, 0, probabilities, 0)
      for (let edge = 0; edge < outputs; edge += K) {
        let most = -Infinity
        for (let i = edge; i < edge + K; i++) {
          probabilities[i] += weights[bias + i]
          if (mask[i] === 1 && probabilities[i] > most) most = probabilities[i]
        }
        let sum = 0
        for (let i = edge; i < edge + K; i++) {
          probabilities[i] = mask[i] === 1 ? exp(probabilities[i] - most) : 0
          sum += probabilities[i]
        }
        for (let i = edge; i < edge + K; i++) probabilities[i] /= sum
      }
    },
    addGradient: (weights, embedding, inputs, at, scale, gradient, slopes) => {
      for (let edge = 0; edge < outputs; edge += K) {
        let sum = 0
        for (let i = edge; i < edge + K; i++) if (mask[i] === 1) sum += inputs[at + i]
        for (let i = edge; i < edge + K; i++) {
          logitSlopes[i] = mask[i] === 1 ? (scale / edges) * (probabilities[i] * sum - inputs[at + i]) : 0
        }
      }
      addOuterProduct(1, logitSlopes, 0, outputs, embedding, 0, size, gradient, first)
      addVector(1, logitSlopes, 0, outputs, gradient, bias)
      addVectorTimesMatrix(1, logitSlopes, 0, weights, first, outputs, size, slopes, 0)
    }
  }
}
