import * as Effect from "effect/Effect"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { readCheckpoint } from "../checkpoint/checkpoints.ts"
import type { SharedWeights, TrainerError } from "../trainer/Trainer.ts"
import { Notice } from "./Notice.ts"

/** Weights that stand after so many trainings; `checkpoint` is the file that they were loaded from, null for the initial ones. */
export interface Standing {
  readonly trainings: number
  readonly checkpoint: string | null
}

/** Where a whole folder is lost, nobody reads a line for each file. */
const mostNamed = 3

/** Loads the first usable one of the checkpoints, or the initial weights. What is unusable is told. */
export const loadNearest = Effect.fnUntraced(function*(
  folder: string,
  weights: SharedWeights,
  candidates: readonly SavedCheckpoint[]
): Effect.fn.Return<Standing, TrainerError> {
  const notice = yield* Notice
  const unusable: string[] = []
  const load = Effect.gen(function*() {
    for (const candidate of candidates) {
      const content = yield* Effect.result(readCheckpoint(folder, candidate.checkpoint))
      if (content._tag === "Success") {
        yield* weights.load(content.success)
        return candidate
      }
      unusable.push(content.failure.message)
    }
    yield* weights.reset
    return { trainings: 0, checkpoint: null }
  })
  const standing = yield* load
  for (const sentence of unusable.slice(0, mostNamed)) yield* notice.tell(sentence)
  const unnamed = unusable.length - mostNamed
  if (unnamed > 0) yield* notice.tell(`${unnamed} more ${unnamed === 1 ? "checkpoint is" : "checkpoints are"} missing or damaged`)
  return standing
})
