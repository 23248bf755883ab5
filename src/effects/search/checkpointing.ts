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

/** When the weights are saved: every so many trainings, and whenever a run ends. */
export interface Checkpointing extends Following {
  /** one more training: save where that is due */
  readonly trained: Saving<void>
  /** saves unless these very weights are saved already */
  readonly save: Saving<void>
  /** the checkpoint that holds these very weights, saved now if need be */
  readonly checkpoint: Saving<string>
}

/** The file is durable before the log names it. */
export const checkpointing = (
  log: EventLog["Service"],
  history: GrowingHistory,
  weights: SharedWeights,
  every: number = defaultEvery
): Checkpointing => {
  let trainings = 0
  let saved = { trainings: 0, checkpoint: null as string | null }
  const save = Effect.gen(function*() {
    const checkpoint = yield* saveCheckpoint(log.folder, yield* weights.save)
    history.add(yield* log.append({ type: "saved", data: { trainings, checkpoint } }))
    saved = { trainings, checkpoint }
    return checkpoint
  })
  return {
    begin: (standing) => {
      trainings = standing.trainings
      saved = standing
    },
    trained: Effect.suspend(() => {
      trainings += 1
      return trainings - saved.trainings >= every ? Effect.asVoid(save) : Effect.void
    }),
    passed: Effect.sync(() => {
      trainings += 1
    }),
    save: Effect.suspend(() => (saved.trainings === trainings ? Effect.void : Effect.asVoid(save))),
    checkpoint: Effect.suspend(() =>
      saved.trainings === trainings && saved.checkpoint !== null ? Effect.succeed(saved.checkpoint) : save)
  }
}
