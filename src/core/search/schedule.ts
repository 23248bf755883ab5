import { cosPi } from "../numeric/cosPi.ts"
import type { Configuration } from "./configuration.ts"

/** Cosine annealing from `start` to `end`: position 0 of `length` gives `start`. */
const cosine = (start: number, end: number, position: number, length: number): number =>
  end + (start - end) * 0.5 * (1 + cosPi(position / length))

/**
 * The learning rate of the super-network at a step (1, 2, ...). Search steps: cosine over T. Warm-up: the paper's
 * text speaks of cosine annealing, its code keeps it constant; constant is our default, cosine runs over each pass.
 */
export const learningRate = ({ training, warmUp, steps }: Configuration, step: number): number => {
  const { learningRate: start, minimumLearningRate: end } = training
  if (step > warmUp) return cosine(start, end, step - warmUp - 1, steps)
  return training.warmUpSchedule === "cosine" ? cosine(start, end, step - 1, warmUp) : start
}
