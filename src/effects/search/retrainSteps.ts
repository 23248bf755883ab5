import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { dirname } from "node:path"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { type LocalSettingsError, readLocalSettings } from "../log/localSettings.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { locateFile } from "../log/openLog.ts"
import { bringWeights, type Mismatch, redo } from "./catchUp.ts"
import { isPresentTrainer, type OpenTrainerError, trainerOfLog } from "./readyTrainer.ts"
import type { Place } from "./place.ts"
import { SearchError } from "./SearchError.ts"
import { trainerPast } from "./trainerPast.ts"

export interface Retrained {
  /** the steps that were measured again */
  readonly steps: readonly number[]
  /** the first one that gave something else; nothing is computed behind it */
  readonly mismatch: Mismatch | null
}

const incomparable = (log: string, step: number, { name, version }: TrainerIdentity) =>
  new SearchError({
    message: `step ${step} of ${log} stands on weights that trainer ${name} version ${version} made, which is not the one of this program: nothing can be compared`
  })

/**
 * Measures steps of a log again, each with the weights of its moment: from the nearest checkpoint on, whatever came
 * then is trained again too. The log is only read.
 */
export const retrainSteps = Effect.fnUntraced(function*(
  log: string,
  steps: readonly number[],
  place: Place
): Effect.fn.Return<Retrained, LogReadError | LogWriteFailed | LocalSettingsError | OpenTrainerError, Scope.Scope> {
  const { file } = yield* locateFile(log)
  const past = yield* trainerPast(file)
  const { setting } = past
  const wanted = [...new Set(steps)].toSorted((a, b) => a - b).map((step) => {
    const work = past.work.find(({ outcome }) => outcome?.data.step === step)
    return { step, work }
  })
  const missing = wanted.find(({ work }) => work === undefined)
  if (setting === null || missing !== undefined) {
    return yield* new SearchError({ message: `${log} has no measured step ${missing?.step ?? 1}` })
  }
  const foreign = wanted.find(({ work }) => !isPresentTrainer(work!.trainer))
  if (foreign !== undefined) return yield* incomparable(log, foreign.step, foreign.work!.trainer)
  const { trainer } = yield* trainerOfLog(file, setting, yield* readLocalSettings(dirname(file)), place)
  let standing: number | null = null
  for (const { step, work } of wanted) {
    const { weights } = trainer
    if (weights !== undefined) {
      const restoring = { folder: dirname(file), past, trainer, weights }
      const { mismatch, comparable } = yield* bringWeights(restoring, work!.trainingsBefore, standing)
      if (mismatch !== null) return { steps: wanted.map((one) => one.step), mismatch }
      if (!comparable) return yield* incomparable(log, step, past.work[0]!.trainer)
      standing = work!.trainingsBefore + (work!.train ? 1 : 0)
    }
    const mismatch = yield* redo(trainer, work!)
    if (mismatch !== null) return { steps: wanted.map((one) => one.step), mismatch }
  }
  return { steps: wanted.map((one) => one.step), mismatch: null }
})
