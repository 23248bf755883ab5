import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { dirname } from "node:path"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Setting } from "../../core/search/state.ts"
import { type LocalSettings, readLocalSettings } from "../log/localSettings.ts"
import { locateFile } from "../log/openLog.ts"
import { byTrainer } from "./byTrainer.ts"
import { bringWeights, type Brought, type RestoreError } from "./catchUp.ts"
import type { Place } from "./place.ts"
import { isSameTrainer, presentTrainer, successorOf } from "./presentTrainer.ts"
import { trainerOfLog } from "./readyTrainer.ts"
import { type Mismatch, redo } from "./redo.ts"
import { SearchError } from "./SearchError.ts"
import { type TrainerPast, trainerPast } from "./trainerPast.ts"

export interface Retrained {
  /** the steps that were measured again */
  readonly steps: readonly number[]
  /** the first one that gave something else, and may not; nothing is computed behind it */
  readonly mismatch: Mismatch | null
  /** those that gave something else and may, for they stand on work that is not deterministic; absent where none did */
  readonly recomputed?: readonly Mismatch[]
}

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

/** How a part came out: the first difference that may not be, where there is one, and those that may. */
interface Compared {
  readonly mismatch: Mismatch | null
  readonly recomputed: readonly Mismatch[]
}

/** Measures steps again that one and the same trainer measured. */
const retrainPart = Effect.fnUntraced(function*(
  { log, file, setting, past, local, place, wanted }: Part
): Effect.fn.Return<Compared, RestoreError, Scope.Scope> {
  const ready = yield* trainerOfLog(file, { ...setting, trainer: wanted[0]!.work.trainer }, local, place)
  const { trainer, trainer: { weights, identity: { deterministic } } } = ready
  const recomputed: Mismatch[] = []
  let standing: { readonly trainings: number; readonly exact: boolean } | null = null
  for (const { step, work } of wanted) {
    let exact = deterministic
    if (weights !== undefined) {
      const brought: Brought = yield* bringWeights({ file, past, ready, weights }, work.trainingsBefore, standing)
      if (brought.mismatch !== null) return { mismatch: brought.mismatch, recomputed }
      if (brought.absent !== null) return yield* incomparable(log, step, brought.absent)
      exact &&= brought.exact
      standing = work.train
        ? { trainings: work.trainingsBefore + 1, exact }
        : { trainings: work.trainingsBefore, exact: brought.exact }
    }
    const mismatch = yield* redo(trainer, work)
    if (mismatch === null) continue
    if (exact) return { mismatch, recomputed }
    recomputed.push(mismatch)
  }
  return { mismatch: null, recomputed }
})

/**
 * Measures steps of a log again, each by the trainer that measured it and with the weights of its moment: from the nearest
 * checkpoint on, whatever came then is trained again too. The log is only read.
 */
export const retrainSteps = Effect.fnUntraced(function*(
  log: string,
  steps: readonly number[],
  place: Place
): Effect.fn.Return<Retrained, RestoreError> {
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
  const parts = byTrainer(wanted, ({ work }) => work)
  for (const [first] of parts) yield* checkTrainer(log, first!, place)
  const local = yield* readLocalSettings(dirname(file))
  const recomputed: Mismatch[] = []
  let mismatch: Mismatch | null = null
  for (const wanted of parts) {
    const part = yield* Effect.scoped(retrainPart({ log, file, setting, past, local, place, wanted }))
    recomputed.push(...part.recomputed)
    mismatch = part.mismatch
    if (mismatch !== null) break
  }
  return { steps: asked, mismatch, ...(recomputed.length === 0 ? {} : { recomputed }) }
})
