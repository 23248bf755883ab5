import type { SavedCheckpoint } from "./checkpoints.ts"
import type { TrainerWork } from "./trainerWork.ts"

/**
 * The numbers K of measured steps, 0 among them, after which the weights stand in a checkpoint (or are the initial ones):
 * a fork at K needs no training done again. `work` as in the log, `saved` as `standing`.
 */
export const checkpointedSteps = (
  work: readonly Pick<TrainerWork, "outcome" | "train" | "trainingsBefore">[],
  saved: readonly Pick<SavedCheckpoint, "trainings">[]
): readonly number[] => {
  const places = new Set(saved.map(({ trainings }) => trainings))
  const measured = work.filter(({ outcome }) => outcome !== null)
  return [0, ...measured.flatMap(({ train, trainingsBefore }, i) => (places.has(trainingsBefore + (train ? 1 : 0)) ? [i + 1] : []))]
}
