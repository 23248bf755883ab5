import { mix } from "../engine/architectures.ts"
import type { System } from "../engine/system.ts"
import type { TfjsPlain } from "./tfjsPlain.ts"

/** Rounding alone sets the losses apart: a little in one pass, and more in the pass after a step of descent. */
const tolerances = [1e-4, 2e-3]

/** That two losses are those of the same pass on the same weights; throws where they are not. */
export const checkLosses = (ours: number, theirs: number, tolerance: number): void => {
  if (!(Math.abs(ours - theirs) <= tolerance * Math.abs(theirs))) {
    throw new Error(
      `tfjs plain has the loss ${theirs} where ours has ${ours}: it does other work, and its times are no measure`)
  }
}

/**
 * Both train `steps` times (two at most) from the initial weights: the first loss checks the forward pass, the second
 * one gradients and descent.
 */
export const checkSameWork = async (ours: System, plain: TfjsPlain, steps: number): Promise<void> => {
  await plain.reset()
  for (const tolerance of tolerances.slice(0, steps)) {
    await ours.train(mix())
    await plain.train(mix())
    checkLosses(ours.lastLoss(), plain.lastLoss(), tolerance)
  }
}
