import { gumbelSoftmax, softmaxGradient } from "../architecture/gumbelSoftmax.ts"
import { operationCount } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { queriesOf } from "../estimator/input.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { gumbels } from "../random/gumbel.ts"
import { adam } from "./architectureAdam.ts"
import { noiseOf, scaledByImportance } from "../sampler/noise.ts"
import { withGradient } from "./importance.ts"
import type { Moved, OpenSample, Search } from "./state.ts"

/** The noises of one update: that of the measured architecture (Eq. 10), or fresh ones (our choice). */
const noises = (search: Search, sample: OpenSample, update: number): readonly Float64Array[] => {
  const { noise, noises: count } = search.setting.configuration.architectureStep
  const scaled = scaledByImportance(search)
  if (noise === "measured") return [scaled(noiseOf(search, sample.step, sample.attempt))]
  return Array.from({ length: count }, (_, j) =>
    scaled(gumbels({
      seed: search.setting.seed,
      stream: "gradient-noise",
      a: sample.step,
      b: update * count + j
    }, search.architectureParameters.length)))
}

/**
 * Eq. 10: `A <- A - eta * grad_A psi(GumbelSoftmax(A; xi, tau))`, with the noise of the architecture just measured,
 * by Adam with L2 weight decay (added to the gradient, not decoupled). With fresh noises the gradient is their mean.
 * A step that would lead to numbers that are not finite is not made, nor one along a psi without a gradient (our choice).
 */
export const stepArchitecture = (environment: Environment, search: Search, sample: OpenSample): Moved => {
  const { space, seed, configuration } = search.setting
  const options = configuration.architectureStep
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  if (psi.gradient === null) return search
  const temperature = options.temperature ?? configuration.temperature
  const size = search.architectureParameters.length
  const weighs = configuration.proposal.noise === "importance"
  let moved: Moved = search
  let importance = search.importance
  for (let update = 0; update < options.updates; update++) {
    const A = moved.architectureParameters
    const gradient = A.map((a) => options.weightDecay * a)
    const ofPsi = new Float64Array(weighs ? size : 0)
    const Hs = noises(search, sample, update).map((xi) => gumbelSoftmax(space, A, xi, temperature))
    const queries = queriesOf(Hs, "soft", operationCount(space), sample.step)
    const slopes = psi.gradient(search.estimator, queries)
    const heights = options.objective === "psi" ? null : psi.predict(search.estimator, queries)
    Hs.forEach((H, j) => {
      const slope = heights === null ? 1 : 2 * heights[j]!
      const ofA = softmaxGradient(space, H, slopes.subarray(j * size, (j + 1) * size), temperature)
      for (let i = 0; i < size; i++) gradient[i] = gradient[i]! + (slope * ofA[i]!) / Hs.length
      for (let i = 0; i < ofPsi.length; i++) ofPsi[i]! += ofA[i]! / Hs.length
    })
    moved = adam(moved, gradient, options)
    if (weighs) importance = withGradient(importance, ofPsi, space)
  }
  return moved.architectureParameters.every(Number.isFinite) ? { ...moved, importance } : search
}
