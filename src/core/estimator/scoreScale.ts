import { interpolated } from "../numeric/interpolated.ts"
import { sortedOrder } from "../numeric/sortedOrder.ts"
import { rankScores } from "./target.ts"

/** Two scales of the same thing: what psi predicts (a score of the rank) and the loss that it stands for. */
export interface ScoreScale {
  readonly lossOf: (score: number) => number
  readonly scoreOf: (loss: number) => number
}

/**
 * Leads from scores to losses and back through the (score, loss) pairs of the losses that psi was fitted to, at least
 * one: straight between two of them, level beyond the lowest and the highest one, so that a score better than all that
 * was seen stands for the lowest loss seen (our choice; ranks say nothing of losses that were not seen).
 */
export const scoreScale = (losses: Float64Array): ScoreScale => {
  const scores = rankScores(losses)
  const order = sortedOrder(losses).filter((i, at, all) => at === 0 || losses[i] !== losses[all[at - 1]])
  const [byLoss, byScore] = [Float64Array.from(order, (i) => losses[i]), Float64Array.from(order, (i) => scores[i])]
  return {
    lossOf: (score) => interpolated(byScore, byLoss, score),
    scoreOf: (loss) => interpolated(byLoss, byScore, loss)
  }
}
