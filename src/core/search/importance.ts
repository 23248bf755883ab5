import { operationCount, type Space } from "../architecture/space.ts"
import type { Importance } from "./state.ts"

/** Keeps an edge of which psi says nothing at importance 0. */
const floor = 1e-6

/**
 * The importance `[E, K]` with one more gradient of psi with respect to A: on each edge the mean over all gradients so far
 * of `g^2 / (|g|^2 + 1e-6)`, |g|^2 the sum of the squares on the edge. So it is between 0 and 1, and at most 1 an edge.
 *
 * Source: the operation importance weight of "Neural Architecture Search via Proxy Validation", TPAMI 2023; that the
 * gradient is the one of Eq. 10, without its weight decay, is our choice.
 */
export const withGradient = (importance: Importance | null, gradient: Float64Array, space: Space): Importance => {
  const K = operationCount(space)
  const { mean, count } = importance ?? { mean: new Float64Array(gradient.length), count: 0 }
  const next = new Float64Array(gradient.length)
  for (let row = 0; row < gradient.length; row += K) {
    let squares = floor
    for (let i = row; i < row + K; i++) squares += gradient[i]! * gradient[i]!
    for (let i = row; i < row + K; i++) {
      next[i] = mean[i]! + ((gradient[i]! * gradient[i]!) / squares - mean[i]!) / (count + 1)
    }
  }
  return { mean: next, count: count + 1 }
}
