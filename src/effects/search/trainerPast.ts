import * as Effect from "effect/Effect"
import { evolveCheckpoints, noCheckpoints, type SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { growingTrainerWork, type TrainerWork } from "../../core/history/trainerWork.ts"
import type { Setting } from "../../core/search/state.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"

/** What the trainer of a log did, and the checkpoints that it left. */
export interface TrainerPast {
  /** with the options and the trainer in force at the end; null where the log holds no search */
  readonly setting: Setting | null
  readonly work: readonly TrainerWork[]
  readonly trainings: number
  /** saved and not pruned since */
  readonly checkpoints: readonly SavedCheckpoint[]
}

/** Reads the past of a log's trainer: nothing is computed. */
export const trainerPast = (file: string): Effect.Effect<TrainerPast, LogReadError> =>
  Effect.suspend(() => {
    const growing = growingTrainerWork()
    return Effect.map(
      foldLog(file, noCheckpoints, (checkpoints, { event }) => {
        growing.add(event)
        return evolveCheckpoints(checkpoints, event)
      }),
      ({ standing }) => ({ setting: growing.setting(), work: growing.now(), trainings: growing.trainings(), checkpoints: standing })
    )
  })
