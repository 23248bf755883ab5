import { type Architecture, architectureKey, chosenOperations, weightsOn } from "../architecture/architecture.ts"
import { operationCount, operationMask } from "../architecture/space.ts"
import type { Environment } from "../environment.ts"
import { estimatorFor } from "../estimator/registry.ts"
import type { Search } from "../search/state.ts"
import { bestMeasured } from "./bestMeasured.ts"
import { childrenOf } from "./children.ts"
import { explores } from "./exploration.ts"
import { lowestOf, predictionsOf } from "./predictions.ts"
import type { Sampler } from "./sampler.ts"
import { isUnseen, proposed, unseenDraw } from "./unseen.ts"

/** Steps along psi's gradient from one architecture, and how far the weight moves that moves most. */
const strides = 10
const stride = 0.3

/** The slopes `[E, K]` along the edges' sums of weights, which stay as they are: each less the mean of its edge. */
const centred = (slopes: Float64Array, mask: Uint8Array, K: number): Float64Array => {
  const result = new Float64Array(slopes.length)
  for (let row = 0; row < slopes.length; row += K) {
    let sum = 0
    let count = 0
    for (let i = row; i < row + K; i++) {
      sum += mask[i]! * slopes[i]!
      count += mask[i]!
    }
    for (let i = row; i < row + K; i++) result[i] = mask[i]! * (slopes[i]! - sum / count)
  }
  return result
}

/** H `[E, K]` a stride down psi's gradient: no weight below 0, those of an edge adding up to 1, none that the edge lacks. */
const stepped = (H: Float64Array, slopes: Float64Array, mask: Uint8Array, K: number): Float64Array => {
  const slope = centred(slopes, mask, K)
  const steepest = slope.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0)
  if (!(steepest > 0)) return H
  const next = H.map((h, i) => mask[i]! * Math.max(0, h - (stride * slope[i]!) / steepest))
  for (let row = 0; row < next.length; row += K) {
    let sum = 0
    for (let i = row; i < row + K; i++) sum += next[i]!
    for (let i = row; i < row + K; i++) next[i] = sum > 0 ? next[i]! / sum : H[i]!
  }
  return next
}

/** The new architectures that lie on the way down from these ones. */
const descents = (
  environment: Environment,
  search: Search,
  from: readonly Architecture[],
  step: number
): readonly Architecture[] => {
  const { space, seed, configuration } = search.setting
  const psi = estimatorFor(environment, space, seed, configuration.estimator)
  if (psi.gradient === null) return []
  const K = operationCount(space)
  const mask = operationMask(space)
  const found = new Map<string, Architecture>()
  let Hs = from.map((architecture) => weightsOn(architecture, K, 1))
  for (let s = 0; s < strides; s++) {
    const size = mask.length
    const inputs = new Float64Array(Hs.length * size)
    Hs.forEach((H, i) => inputs.set(H, i * size))
    const slopes = psi.gradient(search.estimator, { count: Hs.length, inputs, steps: new Float64Array(Hs.length).fill(step) })
    Hs = Hs.map((H, i) => stepped(H, slopes.subarray(i * size, (i + 1) * size), mask, K))
    for (const H of Hs) {
      const architecture = chosenOperations(H, K)
      if (isUnseen(search, architecture)) found.set(architectureKey(architecture), architecture)
    }
  }
  return [...found.values()]
}

/**
 * Neural architecture optimisation (Luo, Tian, Qin, Chen, Liu, 2018): from each of the `population` best measured
 * architectures some strides down psi's gradient, the weights H being its continuous space; of the new architectures on
 * the way (largest weight of each edge) the one with the lowest prediction. Where there is none, and where psi has no
 * gradient, it is the best of `candidates` mutations by prediction (our choice). Its encoder and decoder are left out:
 * H is continuous as it is.
 */
export const nao: Sampler = {
  name: "nao",
  fits: true,
  move: null,
  propose: (environment, search, step) => {
    const { population, candidates } = search.setting.configuration.proposal
    if (explores(search, step)) return proposed(search, unseenDraw(search, step))
    const best = bestMeasured(search.outcomes, population).map(({ architecture }) => architecture)
    const below = descents(environment, search, best, step)
    const found = below.length > 0 ? below : childrenOf(best, candidates, search, step)
    if (found.length === 0) return proposed(search, unseenDraw(search, step))
    return proposed(search, found[lowestOf(predictionsOf(environment, search, found, step).means)]!)
  }
}
