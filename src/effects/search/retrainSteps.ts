import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { dirname } from "node:path"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Setting } from "../../core/search/state.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { type LocalSettings, type LocalSettingsError, readLocalSettings } from "../log/localSettings.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { locateFile } from "../log/openLog.ts"
import { bringWeights } from "./catchUp.ts"
import type { Place } from "./place.ts"
import { isSameTrainer, presentTrainer, successorOf } from "./presentTrainer.ts"
import { type OpenTrainerError, trainerOfLog } from "./readyTrainer.ts"
import { type Mismatch, redo } from "./redo.ts"
import { SearchError } from "./SearchError.ts"
import { type TrainerPast, trainerPast } from "./trainerPast.ts"

export interface Retrained {
  /** the steps that were measured again */
  readonly steps: readonly number[]
  /** the first one that gave something else, and may not; nothing is computed behind it */
  readonly mismatch: Mismatch | null
  /** those that gave something else and may, by a trainer that is not deterministic; absent where there was none such */
  readonly recomputed?: readonly Mismatch[]
}

type Error = LogReadError | LogWriteFailed | LocalSettingsError | OpenTrainerError

/** A step that is to be measured again, and how it was measured. */
interface Wanted {
  readonly step: number
  readonly work: TrainerWork
}

const incomparable = (log: string, step: number, { name, version }: TrainerIdentity) =>
  new SearchError({
    message: `step ${step} of ${log} stands on weights that trainer ${name} version ${version} made, `
      + "which is not the one of this program: nothing can be compared"
  })

/** Refuses to measure a step again where its trainer is not here, or the options make it another one. */
const checkTrainer = Effect.fnUntraced(function*(log: string, { step, work: { trainer } }: Wanted, place: Place) {
  const successor = yield* successorOf(trainer, place)
  if (successor.others.length > 0) {
    return yield* new SearchError({
      message: `step ${step} of ${log} was measured by trainer ${trainer.name} version ${trainer.version}, `
        + `and ${successor.others.join(" ")} asks for another one: leave it out`
    })
  }
  const present = yield* presentTrainer(trainer, successor)
  if (present === null || !isSameTrainer(present, trainer)) return yield* incomparable(log, step, trainer)
})

/** What was asked for, of one trainer. */
interface Part {
  readonly log: string
  readonly file: string
  readonly setting: Setting
  readonly past: TrainerPast
  readonly local: LocalSettings
  readonly place: Place
  readonly wanted: readonly Wanted[]
}

/** Measures steps again that one and the same trainer measured; gives those that came out otherwise. */
const retrainPart = Effect.fnUntraced(function*(
  { log, file, setting, past, local, place, wanted }: Part
): Effect.fn.Return<readonly Mismatch[], Error, Scope.Scope> {
  const { trainer } = yield* trainerOfLog(file, { ...setting, trainer: wanted[0]!.work.trainer }, local, place)
  const { weights, identity: { deterministic } } = trainer
  const others: Mismatch[] = []
  let standing: number | null = null
  for (const { step, work } of wanted) {
    if (weights !== undefined) {
      const restoring = { folder: dirname(file), past, trainer, weights }
      const { mismatch, comparable } = yield* bringWeights(restoring, work.trainingsBefore, standing)
      if (mismatch !== null) return [mismatch]
      if (!comparable) return yield* incomparable(log, step, past.work[0]!.trainer)
      standing = work.trainingsBefore + (work.train ? 1 : 0)
    }
    const mismatch = yield* redo(trainer, work)
    if (mismatch === null) continue
    others.push(mismatch)
    if (deterministic) break
  }
  return others
})

/** Neighbours of the same trainer together. */
const byTrainer = (wanted: readonly Wanted[]): readonly (readonly Wanted[])[] => {
  const parts: Wanted[][] = []
  for (const one of wanted) {
    const last = parts.at(-1)
    if (last !== undefined && isSameTrainer(last[0]!.work.trainer, one.work.trainer)) last.push(one)
    else parts.push([one])
  }
  return parts
}

/**
 * Measures steps of a log again, each by the trainer that measured it and with the weights of its moment: from the nearest
 * checkpoint on, whatever came then is trained again too. The log is only read.
 */
export const retrainSteps = Effect.fnUntraced(function*(
  log: string,
  steps: readonly number[],
  place: Place
): Effect.fn.Return<Retrained, Error> {
  const { file } = yield* locateFile(log)
  const past = yield* trainerPast(file)
  const { setting } = past
  const asked = [...new Set(steps)].toSorted((a, b) => a - b)
  const wanted = asked.flatMap((step): readonly Wanted[] => {
    const work = past.work.find(({ outcome }) => outcome?.data.step === step)
    return work === undefined ? [] : [{ step, work }]
  })
  const missing = asked.find((step) => !wanted.some((one) => one.step === step))
  if (setting === null || missing !== undefined) {
    return yield* new SearchError({ message: `${log} has no measured step ${missing ?? 1}` })
  }
  const parts = byTrainer(wanted)
  for (const [first] of parts) yield* checkTrainer(log, first!, place)
  const local = yield* readLocalSettings(dirname(file))
  const recomputed: Mismatch[] = []
  for (const wanted of parts) {
    const others = yield* Effect.scoped(retrainPart({ log, file, setting, past, local, place, wanted }))
    const [first] = others
    if (first !== undefined && wanted[0]!.work.trainer.deterministic) return { steps: asked, mismatch: first }
    recomputed.push(...others)
  }
  return { steps: asked, mismatch: null, ...(recomputed.length === 0 ? {} : { recomputed }) }
})
