import * as Effect from "effect/Effect"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import { saveCheckpoint } from "../checkpoint/saveCheckpoint.ts"
import type { EventLog } from "../log/EventLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { SharedWeights, TrainerError } from "../trainer/Trainer.ts"
import type { TrainerPast } from "./catchUp.ts"

/** Trainings between two checkpoints: no step then takes more than four trainings to reach (our choice). */
const defaultEvery = 5

/** When the weights of a running search are saved: every so many trainings, and whenever the run ends. */
export interface Checkpointing {
  /** the weights stand at the end of this past */
  readonly begin: (past: TrainerPast) => void
  /** the trainer has made one more training */
  readonly trained: () => void
  readonly saveWhenDue: Effect.Effect<void, TrainerError | LogWriteFailed>
  /** saves unless these very weights are saved already */
  readonly save: Effect.Effect<void, TrainerError | LogWriteFailed>
}

/** The file is durable before the log names it. A trainer without weights saves nothing. */
export const checkpointing = (
  log: EventLog["Service"],
  history: GrowingHistory,
  weights: SharedWeights | undefined,
  every: number = defaultEvery
): Checkpointing => {
  let trainings = 0
  let saved = 0
  const save = Effect.gen(function*() {
    if (weights === undefined || saved === trainings) return
    const checkpoint = yield* saveCheckpoint(log.folder, yield* weights.save)
    history.add(yield* log.append({ type: "saved", data: { trainings, checkpoint } }))
    saved = trainings
  })
  return {
    begin: (past) => {
      trainings = past.trainings
      saved = Math.max(0, ...past.checkpoints.map((one) => one.trainings))
    },
    trained: () => {
      trainings += 1
    },
    saveWhenDue: Effect.suspend(() => (trainings - saved >= every ? save : Effect.void)),
    save
  }
}
