import { zeros } from "./tensor.ts"
import type { Tensor } from "./tensor.ts"

/** A value on the way forward; after the way back, also the gradient of the loss by it. */
export interface Traced {
  readonly value: Tensor
  readonly gradient: Tensor
}

/** Notes what is computed, so that the gradients can be computed in the opposite order (the chain rule). */
export interface Tape {
  /** a value that nothing on the tape computed: images, weights */
  readonly leaf: (value: Tensor) => Traced
  /** a value computed from `inputs`; `backward` turns the gradient by it into those by the inputs */
  readonly computed: (
    inputs: readonly Traced[], value: Tensor, backward: (gradient: Tensor) => readonly Tensor[]
  ) => Traced
  /** fills in all gradients of sum(output * gradient) */
  readonly backward: (output: Traced, gradient: Tensor) => void
}

const leaf = (value: Tensor): Traced => ({ value, gradient: zeros(value.shape) })

export const newTape = (): Tape => {
  const steps: (() => void)[] = []
  return {
    leaf,
    computed: (inputs, value, backward) => {
      const output = leaf(value)
      steps.push(() => {
        backward(output.gradient).forEach((gradient, n) => {
          const { data } = inputs[n].gradient
          gradient.data.forEach((g, i) => { data[i] += g })
        })
      })
      return output
    },
    backward: (output, gradient) => {
      output.gradient.data.set(gradient.data)
      for (const step of steps.toReversed()) step()
    }
  }
}
