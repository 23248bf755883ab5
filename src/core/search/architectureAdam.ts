import type { ArchitectureStep } from "./configuration.ts"
import type { Moved } from "./state.ts"

const epsilon = 1e-8

/** One step of Adam (Kingma and Ba, 2015) on A along `gradient`, both `[E, K]`. */
export const adam = (
  { architectureParameters, moments }: Moved,
  gradient: Float64Array,
  { learningRate, beta1, beta2 }: Pick<ArchitectureStep, "learningRate" | "beta1" | "beta2">
): Moved => {
  const first = moments.first.map((m, i) => beta1 * m + (1 - beta1) * gradient[i]!)
  const second = moments.second.map((v, i) => beta2 * v + (1 - beta2) * (gradient[i]! * gradient[i]!))
  const beta1Power = moments.beta1Power * beta1
  const beta2Power = moments.beta2Power * beta2
  return {
    architectureParameters: architectureParameters.map((a, i) =>
      a - learningRate * (first[i]! / (1 - beta1Power)) / (Math.sqrt(second[i]! / (1 - beta2Power)) + epsilon)),
    moments: { first, second, beta1Power, beta2Power }
  }
}
