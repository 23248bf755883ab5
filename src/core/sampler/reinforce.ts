import { softmaxRows } from "../architecture/softmax.ts"
import { operationCount, operationMask } from "../architecture/space.ts"
import { adam } from "../search/architectureAdam.ts"
import type { Moved, OpenSample, Outcome, Search } from "../search/state.ts"
import type { Sampler } from "./sampler.ts"
import { unseenFrom } from "./unseen.ts"

/** The share of a moving average that each new loss does not replace. */
const baselineDecay = 0.9

/** The moving average of the losses before the newest outcome; null where there is none. */
const baselineOf = (outcomes: readonly Outcome[]): number | null =>
  outcomes.slice(0, -1).reduce<number | null>((average, { loss }) =>
    loss === null ? average
    : average === null ? loss
    : baselineDecay * average + (1 - baselineDecay) * loss, null)

/**
 * Descends `(loss - baseline) * log pi(architecture)`, the policy pi being softmax(A) along each edge:
 * `d log pi / d A = one-hot - softmax(A)`.
 */
const move = (search: Search, { architecture }: OpenSample, loss: number): Moved => {
  const { space, configuration } = search.setting
  const options = configuration.architectureStep
  const advantage = loss - (baselineOf(search.outcomes) ?? loss)
  const K = operationCount(space)
  const mask = operationMask(space)
  let moved: Moved = search
  for (let update = 0; update < options.updates; update++) {
    const A = moved.architectureParameters
    const probabilities = softmaxRows(space, A)
    const gradient = A.map((a, i) => {
      if (mask[i] === 0) return 0
      const chosen = architecture[Math.floor(i / K)] === i % K ? 1 : 0
      return advantage * (chosen - probabilities[i]!) + options.weightDecay * a
    })
    moved = adam(moved, gradient, options)
  }
  return moved.architectureParameters.every(Number.isFinite) ? moved : search
}

/**
 * REINFORCE (Williams, 1992; Zoph and Le, 2017) with A as the logits of the policy: a Gumbel draw from A (Eq. 4) is a draw
 * from softmax(A). A moves by Adam with the options of the architecture step, along the gradient of the log-likelihood
 * times what the loss exceeds its moving average by.
 */
export const reinforce: Sampler = {
  name: "reinforce",
  fits: false,
  move: (_, search, sample, loss) => move(search, sample, loss),
  propose: (_, search, step) => unseenFrom(search, step, search.architectureParameters)
}
