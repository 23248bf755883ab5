import { inversions } from "./inversions.ts"
import { sortedOrder, tied } from "./sortedOrder.ts"

const pairs = (n: number): number => (n * (n - 1)) / 2

/**
 * Kendall's tau-b between predictions and losses, `[n]` each, in n log n:
 * (concordant - discordant) / sqrt((pairs untied in predictions) (pairs untied in losses)).
 *
 * Our choice where that is 0 / 0: 1 where all losses are equal (no order to get wrong) or n < 2, otherwise 0 where all
 * predictions are equal. NaN, the prediction of a diverged estimator, counts as equal to NaN and larger than every
 * number. Where the lengths differ, the longer argument's end is not read.
 *
 * Source: Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61 (1966): order by
 * predictions, ties by losses; the discordant pairs are the inversions that are left in the losses.
 */
export const kendallTau = (predictions: Float64Array, losses: Float64Array): number => {
  const n = Math.min(predictions.length, losses.length)
  const x = predictions.subarray(0, n)
  const y = losses.subarray(0, n)

  const byLoss = sortedOrder(y)
  const lossRank = new Uint32Array(n)
  let tiedLosses = 0
  for (let i = 1, run = 1, rank = 0; i < n; i++) {
    run = tied(y[byLoss[i]!]!, y[byLoss[i - 1]!]!) ? run + 1 : 1
    if (run === 1) rank++
    tiedLosses += run - 1
    lossRank[byLoss[i]!] = rank
  }

  const order = sortedOrder(x, byLoss)
  const ranks = new Uint32Array(n)
  let tiedPredictions = 0
  let tiedBoth = 0
  for (let i = 0, run = 0, runBoth = 0; i < n; i++) {
    const here = order[i]!
    ranks[i] = lossRank[here]!
    const same = i > 0 && tied(x[here]!, x[order[i - 1]!]!)
    run = same ? run + 1 : 1
    runBoth = same && ranks[i] === ranks[i - 1] ? runBoth + 1 : 1
    tiedPredictions += run - 1
    tiedBoth += runBoth - 1
  }

  const untiedPredictions = pairs(n) - tiedPredictions
  const untiedLosses = pairs(n) - tiedLosses
  if (untiedLosses === 0) return 1
  if (untiedPredictions === 0) return 0
  const balance = untiedPredictions - (tiedLosses - tiedBoth) - 2 * inversions(ranks)
  return balance / Math.sqrt(untiedPredictions * untiedLosses)
}
