import { softmaxRows } from "./softmax.ts"
import { operationCount } from "./space.ts"
import type { Space } from "./space.ts"

/**
 * Eq. 4: `h = softmax((a + xi) / tau)` along each edge, on raw `a` (not its log-softmax). All arrays are `[E, K]`;
 * `noise` is Gumbel(0, 1), `temperature` tau. The largest weight of an edge is its choice (`chosenOperations`).
 */
export const gumbelSoftmax = (
  space: Space,
  logits: Float64Array,
  noise: Float64Array,
  temperature: number
): Float64Array => softmaxRows(space, logits.map((a, i) => a + noise[i]!), temperature)

/**
 * Back through Eq. 4, as Eq. 10 needs it: from H and d psi / d H to `d psi / d A = h * (g - sum(g * h)) / tau` along
 * each edge, all `[E, K]`. What an edge lacks has weight 0 and so gradient 0.
 */
export const softmaxGradient = (
  space: Space,
  weights: Float64Array,
  gradient: Float64Array,
  temperature: number
): Float64Array => {
  const K = operationCount(space)
  const back = new Float64Array(weights.length)
  for (let row = 0; row < weights.length; row += K) {
    let mean = 0
    for (let i = row; i < row + K; i++) mean += gradient[i]! * weights[i]!
    for (let i = row; i < row + K; i++) back[i] = (weights[i]! * (gradient[i]! - mean)) / temperature
  }
  return back
}
