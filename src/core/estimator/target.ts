import { log } from "../numeric/log.ts"
import { meanAndDeviation } from "../numeric/meanAndDeviation.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"

/** What an estimator is fitted to: the losses themselves, or scores of their ranks. */
export type Target = "loss" | "rank"

/** `[count]` ranks from 0 for the lowest loss on; equal losses share the middle of their ranks. */
const middleRanks = (losses: Float64Array): Float64Array => {
  const order = sortedOrder(losses)
  const ranks = new Float64Array(losses.length)
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && losses[order[to]!] === losses[order[from]!]) to++
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - 1) / 2
    from = to
  }
  return ranks
}

/** Mean 0 and deviation 1; zeros where all values are equal. */
const standardised = (values: Float64Array): Float64Array => {
  const { mean, deviation } = meanAndDeviation(values)
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0))
}

/**
 * Scores in place of losses (our choice): with the rank share r = (rank + 1/2) / n, rank 0 the lowest loss,
 * y = -sqrt(-ln r), standardised. The best architectures are spread out and the bad ones squeezed together, whatever the
 * scale of the losses; a lower score is a lower loss.
 */
export const rankScores = (losses: Float64Array): Float64Array =>
  standardised(middleRanks(losses).map((rank) => -Math.sqrt(-log((rank + 0.5) / losses.length))))

/** `[count]` what psi is to predict of samples with these losses. */
export const targetsOf = (target: Target, losses: Float64Array): Float64Array =>
  target === "rank" ? rankScores(losses) : losses
