import { type Architecture, weightsOn } from "../architecture/architecture.ts"
import { softmaxGradient } from "../architecture/gumbelSoftmax.ts"
import { softmaxRows } from "../architecture/softmax.ts"
import { allowedOperations, operationCount, type Space } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import { log } from "../numeric/log.ts"
import type { Search } from "../search/state.ts"
import { bestMeasured } from "./bestMeasured.ts"
import { explores } from "./exploration.ts"
import { lowestOf, predictionsOf } from "./predictions.ts"
import type { Sampler } from "./sampler.ts"
import { proposed, unseenDraw, unseenFrom } from "./unseen.ts"

/**
 * Logits `[E, K]` under which a Gumbel draw keeps each operation of the architecture with probability 1 - 1/E, so that it
 * changes one edge on average (our choice).
 */
const logitsOf = (space: Space, architecture: Architecture): Float64Array => {
  const logits = weightsOn(architecture, operationCount(space), 1)
  const K = operationCount(space)
  const others = Math.max(1, architecture.length - 1)
  allowedOperations(space).forEach((allowed, edge) => {
    const at = edge * K + architecture[edge]!
    logits[at] = log(Math.max(1, allowed.length - 1) * others)
  })
  return logits
}

/** The logits a step down psi's gradient at their softmax; the largest change is the learning rate of the architecture step. */
const steppedDown = (environment: Environment, search: Search, logits: Float64Array, step: number): Float64Array => {
  const { space, seed, configuration } = search.setting
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  if (psi.gradient === null) return logits
  const H = softmaxRows(space, logits)
  const slopes = psi.gradient(search.estimator, { count: 1, inputs: H, steps: Float64Array.of(step) })
  const gradient = softmaxGradient(space, H, slopes, 1)
  const steepest = gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0)
  if (!(steepest > 0 && steepest < Infinity)) return logits
  const rate = configuration.architectureStep.learningRate / steepest
  return logits.map((a, i) => a - rate * gradient[i]!)
}

/**
 * The evolutionary variant of PVLL-NAS ("Neural Architecture Search via Proxy Validation", TPAMI 2023): the population
 * holds the `population` architectures of lowest loss, each new one taking the place of the worst. The parent is the one
 * for which psi predicts the lowest loss; its child is drawn (Eq. 4) after one step along psi's gradient.
 */
export const proxyEvolution: Sampler = {
  name: "proxy-evolution",
  fits: true,
  move: null,
  propose: (environment, search, step) => {
    const { space, configuration } = search.setting
    const population = bestMeasured(search.outcomes, configuration.proposal.population).map(({ architecture }) => architecture)
    if (population.length === 0 || explores(search, step)) return proposed(search, unseenDraw(search, step))
    const parent = population[lowestOf(predictionsOf(environment, search, population, step).means)]!
    return unseenFrom(search, step, steppedDown(environment, search, logitsOf(space, parent), step))
  }
}
