import * as Effect from "effect/Effect"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import { saveCheckpoint } from "../checkpoint/saveCheckpoint.ts"
import type { EventLog } from "../log/EventLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { SharedWeights, TrainerError } from "../trainer/Trainer.ts"
import type { Following } from "./catchUp.ts"

/** Trainings between two checkpoints: no step then takes more than four trainings to reach (our choice). */
const defaultEvery = 5

type Saving<A> = Effect.Effect<A, TrainerError | LogWriteFailed>

/**
 * When the weights are saved: every so many trainings, and whenever a run ends. Weights that nothing vouches for, since
 * they were made again and may be others than those of the log, are not saved before one more training measures them.
 */
export interface Checkpointing extends Following {
  /** the checkpoint that holds these very weights, saved now if need be; null where they may not be saved */
  readonly checkpoint: Saving<string | null>
}

/** The file is durable before the log names it. */
export const checkpointing = (
  log: EventLog["Service"],
  history: GrowingHistory,
  every: number = defaultEvery
): Checkpointing => {
  let trainings = 0
  let saved: { readonly trainings: number; readonly checkpoint: string | null } = { trainings: 0, checkpoint: null }
  /** the weights after these trainings, where they are what the log says */
  let standing: SharedWeights | null = null
  const checkpoint = Effect.suspend(() => Effect.gen(function*() {
    if (saved.trainings === trainings && saved.checkpoint !== null) return saved.checkpoint
    if (standing === null) return null
    const name = yield* saveCheckpoint(log.folder, yield* standing.save)
    history.add(yield* log.append({ type: "saved", data: { trainings, checkpoint: name } }))
    saved = { trainings, checkpoint: name }
    return name
  }))
  return {
    begin: (from, weights) => {
      trainings = from.trainings
      saved = from
      standing = weights
    },
    trained: (weights) => Effect.suspend(() => {
      trainings += 1
      standing = weights
      return trainings - saved.trainings >= every ? Effect.asVoid(checkpoint) : Effect.void
    }),
    passed: Effect.sync(() => {
      trainings += 1
      standing = null
    }),
    save: Effect.suspend(() => (saved.trainings === trainings ? Effect.void : Effect.asVoid(checkpoint))),
    left: Effect.sync(() => {
      standing = null
    }),
    checkpoint
  }
}
