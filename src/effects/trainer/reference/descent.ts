import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

export interface Descent {
  readonly learningRate: number
  readonly momentum: number
  /** added to the gradient: L2, not decoupled */
  readonly weightDecay: number
  /** the largest norm that all gradients together may have */
  readonly clip: number
}

/** The norm of all gradients together. */
export const normOf = (gradients: Iterable<Tensor>): number => {
  let sum = 0
  for (const { data } of gradients) for (const g of data) sum += g * g
  return Math.sqrt(sum)
}

/**
 * One step of stochastic gradient descent with momentum, as PyTorch's, in place: weights without a gradient and their
 * momenta stay as they are. The gradient is clipped before the decay is added.
 */
export const descend = (
  parameters: ReadonlyMap<string, Tensor>, momenta: Map<string, Tensor>, gradients: ReadonlyMap<string, Tensor>,
  { learningRate, momentum, weightDecay, clip }: Descent
): void => {
  const factor = Math.min(1, clip / (normOf(gradients.values()) + 1e-6))
  for (const [name, gradient] of gradients) {
    const weights = parameters.get(name)!
    const moving = momenta.get(name) ?? zeros(weights.shape)
    momenta.set(name, moving)
    gradient.data.forEach((g, i) => {
      moving.data[i] = momentum * moving.data[i] + factor * g + weightDecay * weights.data[i]
      weights.data[i] -= learningRate * moving.data[i]
    })
  }
}
