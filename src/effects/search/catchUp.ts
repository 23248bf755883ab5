import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import { checkpointedSteps } from "../../core/history/checkpointedSteps.ts"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { type LocalSettingsError, readLocalSettings } from "../log/localSettings.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { SharedWeights, Trainer, TrainerError } from "../trainer/Trainer.ts"
import { keptCheckpoints } from "../checkpoint/keptCheckpoints.ts"
import { byTrainer } from "./byTrainer.ts"
import { loadNearest, type Standing } from "./loadNearest.ts"
import { Notice } from "./Notice.ts"
import { hasTrainer, isSameTrainer } from "./presentTrainer.ts"
import { type OpenTrainerError, type ReadyTrainer, trainerOfLog } from "./readyTrainer.ts"
import { type Mismatch, recomputedSentence, redo } from "./redo.ts"
import { RestoreProgress } from "./RestoreProgress.ts"
import { foreignSentence, inexactSentence, redoing } from "./restoreSentences.ts"
import type { TrainerPast } from "./trainerPast.ts"

type Saving<A> = Effect.Effect<A, TrainerError | LogWriteFailed>

/** Told of weights while they are brought to a place: where they begin, and of each training that is done again. */
export interface Following {
  readonly begin: (standing: Standing, weights: SharedWeights) => void
  /** a training whose weights, these, measured what they should */
  readonly trained: (weights: SharedWeights) => Saving<void>
  /** a training whose weights nothing vouches for: not to be saved */
  readonly passed: Effect.Effect<void>
  /** saves the weights of now where they may be saved and are not yet */
  readonly save: Saving<void>
  /** the trainer that has the weights of now is about to close */
  readonly left: Effect.Effect<void>
}

/** A log (its events in `file`) whose trainer's weights are wanted, and that trainer. */
export interface Restoring {
  readonly file: string
  readonly past: TrainerPast
  readonly ready: ReadyTrainer
  readonly weights: SharedWeights
  readonly following?: Following
}

export type RestoreError = OpenTrainerError | LogReadError | LogWriteFailed | LocalSettingsError

/** How it went to bring weights to a place. */
export interface Brought {
  /** the first step that gave something else than the log says; the weights are not where they were wanted then */
  readonly mismatch: Mismatch | null
  /** a trainer that made some of these weights first and is not on this machine: what they measure may differ */
  readonly absent: TrainerIdentity | null
  /** false: they are others than then, for another trainer, or one that is not deterministic, made some of them again */
  readonly exact: boolean
}

/**
 * The first trainer of these parts that this program has in another version only, or not at all. One that only has to be
 * set up ends it with the way to do so: trained by another, a deterministic log would go on with other facts.
 */
const firstAbsent = Effect.fnUntraced(function*(parts: readonly (readonly TrainerWork[])[], ours: TrainerIdentity) {
  for (const part of parts) {
    const { trainer } = part[0]!
    if (!isSameTrainer(trainer, ours) && !(yield* hasTrainer(trainer))) return trainer
  }
  return null
})

/**
 * Brings the weights to where they stood after `trainings` trainings of a log: from the nearest checkpoint on (or from
 * `standing`, the trainings behind the weights as they are, where that is nearer), by doing again what came then.
 * Each training is done again by the trainer that made it, which hands its weights over: it is opened for that, and closed
 * before the next one computes. Only where one of them is not on this machine does the trainer of now do everything.
 * What is measured on the way is compared with the log, and the first difference ends it. Nothing is compared where a
 * trainer is absent; behind a training of one that is not deterministic both losses are told, and nothing ends.
 */
export const bringWeights = Effect.fnUntraced(function*(
  { file, past, ready: { trainer, local }, weights, following }: Restoring,
  trainings: number,
  standing: { readonly trainings: number; readonly exact: boolean } | null
): Effect.fn.Return<Brought, RestoreError> {
  const notice = yield* Notice
  const progress = yield* RestoreProgress
  const { identity } = trainer
  // Of several checkpoints of the same place the one saved last counts.
  const candidates = past.checkpoints
    .filter((saved) => saved.trainings <= trainings
      && (standing === null || standing.trainings > trainings || saved.trainings > standing.trainings
        || (saved.trainings === standing.trainings && !standing.exact)))
    .toReversed()
    .toSorted((a, b) => b.trainings - a.trainings)
  const stays = standing !== null && standing.trainings <= trainings && candidates.length === 0
  const from = stays
    ? { trainings: standing.trainings, checkpoint: null }
    : yield* loadNearest(dirname(file), weights, candidates)
  following?.begin(from, weights)
  const behind = past.work.filter(({ train, trainingsBefore }) =>
    train && trainingsBefore >= from.trainings && trainingsBefore < trainings)
  if (behind.length > 0) yield* notice.tell(redoing(behind.length, from.trainings, trainings))
  const parts = byTrainer(behind, (work) => work)
  const absent = yield* firstAbsent(parts, identity)
  const inexact = behind.find((work) => !work.trainer.deterministic)
  if (absent !== null) yield* notice.tell(foreignSentence(absent, identity))
  else if (inexact !== undefined) {
    const kept = yield* keptCheckpoints(dirname(file), past.checkpoints)
    yield* notice.tell(inexactSentence(inexact.trainer, checkpointedSteps(past.work, kept)))
  }
  let exact = absent === null && (!stays || standing.exact)
  let done = 0

  /** Does a part again; gives the first difference that may not be. */
  const again = Effect.fnUntraced(function*(
    part: readonly TrainerWork[], by: Trainer["Service"], moved: SharedWeights
  ) {
    exact &&= by.identity.deterministic
    for (const work of part) {
      progress.report(done, behind.length)
      const mismatch = yield* redo(by, work)
      if (mismatch !== null && absent === null) {
        if (exact) return mismatch
        yield* notice.tell(recomputedSentence(mismatch))
      }
      done += 1
      if (following !== undefined) yield* exact && work.outcome !== null ? following.trained(moved) : following.passed
    }
    return null
  })

  /** The same by another trainer than that of now, from these weights on, which then have what it made. */
  const againElsewhere = Effect.fnUntraced(function*(part: readonly TrainerWork[]) {
    const remembered = yield* readLocalSettings(dirname(file))
    const { trainer: other } = yield* trainerOfLog(
      file, { ...past.setting!, trainer: part[0]!.trainer }, { ...remembered, ...local }, {})
    const theirs = other.weights!
    // What was just opened has the initial weights.
    if (part[0]!.trainingsBefore > 0) yield* theirs.load(yield* weights.save)
    return yield* Effect.gen(function*() {
      const mismatch = yield* again(part, other, theirs)
      if (mismatch !== null) return mismatch
      if (following !== undefined) yield* following.save
      yield* weights.load(yield* theirs.save)
      return null
    }).pipe(
      Effect.onInterrupt(() => Effect.ignore(following?.save ?? Effect.void)),
      Effect.ensuring(following?.left ?? Effect.void)
    )
  })

  for (const part of absent === null ? parts : [behind]) {
    const isOurs = absent !== null || part.length === 0 || isSameTrainer(part[0]!.trainer, identity)
    const mismatch = yield* isOurs ? again(part, trainer, weights) : Effect.scoped(againElsewhere(part))
    if (mismatch !== null) return { mismatch, absent, exact }
  }
  progress.report(behind.length, behind.length)
  return { mismatch: null, absent, exact }
})
