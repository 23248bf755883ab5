import * as Effect from "effect/Effect"
import type { Assignment } from "../../../core/search/command.ts"
import type { Outcome, TrainerError } from "../Trainer.ts"
import { type TrainingPosition, TrainingProgress } from "../TrainingProgress.ts"
import type { Batch } from "./searchImages.ts"
import type { SuperNetworkEngine } from "./SuperNetworkEngine.ts"

/** Sums over the batches of one run through some images. */
export interface Total {
  readonly images: number
  readonly loss: number
  readonly right: number
}

/** Runs batches one after the other and tells of each. Ends early where a loss is not finite: then so is the total's. */
export const runBatches = Effect.fnUntraced(function*(
  engine: SuperNetworkEngine,
  assignment: Assignment,
  doing: TrainingPosition["doing"],
  of: number,
  batches: Iterator<Batch>
): Effect.fn.Return<Total, TrainerError> {
  const { report } = yield* TrainingProgress
  const network = yield* engine.load(assignment, doing === "training" ? "training" : "evaluation")
  const next = (): Batch | null => batches.next().value ?? null
  let total: Total = { images: 0, loss: 0, right: 0 }
  let batch = next()
  while (batch !== null) {
    const upNext = next()
    const { images, loss, right } = yield* network.run(batch, upNext)
    total = { images: total.images + images, loss: total.loss + loss, right: total.right + right }
    report({ doing, images: total.images, of, loss: total.loss / total.images })
    if (!Number.isFinite(total.loss)) break
    batch = upNext
    yield* Effect.yieldNow
  }
  return total
})

/** What a run through validation images says of an assignment: mean loss and accuracy, float64, summed in a fixed order. */
export const measured = ({ step }: Assignment, { images, loss, right }: Total): Outcome => {
  const mean = loss / images
  return Number.isFinite(mean)
    ? { type: "measured", data: { step, loss: mean, accuracy: right / images } }
    : { type: "diverged", data: { step, loss: mean } }
}
