import { type AdamOptions, adamStep } from "../estimator/adam.ts"
import type { Moved } from "./state.ts"

/** One step of Adam on A along `gradient` `[E, K]`; the given arrays stay as they are. */
export const adam = ({ architectureParameters, moments }: Moved, gradient: Float64Array, options: Omit<AdamOptions, "weightDecay">): Moved => {
  const A = architectureParameters.slice()
  const first = moments.first.slice()
  const second = moments.second.slice()
  const beta1Power = moments.beta1Power * options.beta1
  const beta2Power = moments.beta2Power * options.beta2
  adamStep({ ...options, weightDecay: 0 }, beta1Power, beta2Power, gradient, A, first, second)
  return { architectureParameters: A, moments: { first, second, beta1Power, beta2Power } }
}
