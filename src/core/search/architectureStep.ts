import { gumbelSoftmax, softmaxGradient } from "../architecture/gumbelSoftmax.ts"
import type { Estimator, EstimatorState } from "../estimator/estimator.ts"
import { gumbels } from "../random/gumbel.ts"
import { adam } from "./architectureAdam.ts"
import { noiseOf } from "./draw.ts"
import type { Moved, OpenSample, Search } from "./state.ts"

/** The noises of one update: that of the measured architecture (Eq. 10), or fresh ones (our choice). */
const noises = (search: Search, sample: OpenSample, update: number): readonly Float64Array[] => {
  const { noise, noises: count } = search.setting.configuration.architectureStep
  if (noise === "measured") return [noiseOf(search, sample.step, sample.attempt)]
  return Array.from({ length: count }, (_, j) =>
    gumbels({
      seed: search.setting.seed,
      stream: "gradient-noise",
      a: sample.step,
      b: update * count + j
    }, search.architectureParameters.length))
}

/**
 * Eq. 10: `A <- A - eta * grad_A psi(GumbelSoftmax(A; xi, tau))`, with the noise of the architecture just measured,
 * by Adam with L2 weight decay (added to the gradient, not decoupled). With fresh noises the gradient is their mean.
 * A step that would lead to numbers that are not finite is not made (our choice).
 */
export const stepArchitecture = (search: Search, estimator: Estimator<EstimatorState>, sample: OpenSample): Moved => {
  const options = search.setting.configuration.architectureStep
  const { space } = search.setting
  const temperature = options.temperature ?? search.setting.configuration.temperature
  let moved: Moved = search
  for (let update = 0; update < options.updates; update++) {
    const A = moved.architectureParameters
    const gradient = A.map((a) => options.weightDecay * a)
    const xis = noises(search, sample, update)
    for (const xi of xis) {
      const H = gumbelSoftmax(space, A, xi, temperature)
      const slope = options.objective === "psi" ? 1 : 2 * estimator.predict(search.estimator, H, 1)[0]!
      const ofA = softmaxGradient(space, H, estimator.gradient(search.estimator, H), temperature)
      for (let i = 0; i < gradient.length; i++) gradient[i] = gradient[i]! + (slope * ofA[i]!) / xis.length
    }
    moved = adam(moved, gradient, options)
  }
  return moved.architectureParameters.every(Number.isFinite) ? moved : search
}
