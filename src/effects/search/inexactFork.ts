import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import { checkpointedSteps } from "../../core/history/checkpointedSteps.ts"
import { nearestCheckpoint, type SavedCheckpoint } from "../../core/history/checkpoints.ts"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import { keptCheckpoints } from "../checkpoint/keptCheckpoints.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { trainerPast } from "./trainerPast.ts"

/** The nearest ones on both sides. */
const around = (steps: readonly number[], at: number): string => {
  const near = [steps.findLast((step) => step < at), steps.find((step) => step > at)]
  return near.flatMap((step) => (step === undefined ? [] : [`--at ${step}`])).join(" or ")
}

/**
 * Why a log cannot be forked at a place, in one sentence: to get its weights, trainings would have to be done again that a
 * trainer made which is not deterministic, so that they would be others. Null where nothing speaks against it. `standing`,
 * `work` and `trainings` are those of the steps that the fork keeps.
 */
export const inexactFork = Effect.fnUntraced(function*(
  { log, at }: { readonly log: string; readonly at: number },
  file: string,
  standing: readonly SavedCheckpoint[],
  work: readonly TrainerWork[],
  trainings: number
): Effect.fn.Return<string | null, LogReadError> {
  const folder = dirname(file)
  const from = nearestCheckpoint(yield* keptCheckpoints(folder, standing), trainings)?.trainings ?? 0
  const again = work.find(({ train, trainer, trainingsBefore }) =>
    train && trainingsBefore >= from && !trainer.deterministic)
  if (again === undefined) return null
  const past = yield* trainerPast(file)
  const others = around(checkpointedSteps(past.work, yield* keptCheckpoints(folder, past.checkpoints)), at)
  return `the weights that ${log} had after ${at} measured steps are in no checkpoint, and ${again.trainer.name} on its `
    + `device is not deterministic, so that they cannot be made again: choose ${others}`
})
