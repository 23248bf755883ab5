import { exp } from "../numeric/exp.ts"
import { operationCount, operationMask } from "./space.ts"
import type { Space } from "./space.ts"

/**
 * softmax(logits / temperature) along each edge; `logits` and the result are `[E, K]`. What an edge lacks weighs
 * exactly 0. The row's maximum is subtracted before the division, so that nothing overflows.
 */
export const softmaxRows = (space: Space, logits: Float64Array, temperature = 1): Float64Array => {
  const K = operationCount(space)
  const mask = operationMask(space)
  const weights = new Float64Array(logits.length)
  for (let row = 0; row < logits.length; row += K) {
    let largest = -Infinity
    for (let i = row; i < row + K; i++) if (mask[i] === 1) largest = Math.max(largest, logits[i]!)
    let sum = 0
    for (let i = row; i < row + K; i++) {
      if (mask[i] === 0) continue
      weights[i] = exp((logits[i]! - largest) / temperature)
      sum += weights[i]!
    }
    for (let i = row; i < row + K; i++) weights[i] = weights[i]! / sum
  }
  return weights
}
