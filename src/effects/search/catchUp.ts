import * as Effect from "effect/Effect"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import { readCheckpoint } from "../checkpoint/checkpoints.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { Outcome, SharedWeights, Trainer, TrainerError } from "../trainer/Trainer.ts"
import { Notice } from "./Notice.ts"
import { RestoreProgress } from "./RestoreProgress.ts"
import type { TrainerPast } from "./trainerPast.ts"

const outcomeText = ({ type, data }: Outcome): string =>
  type === "failed" ? `failed (${data.reason})` : `${type} with loss ${data.loss}`
  + (type === "measured" && data.accuracy !== undefined ? ` and accuracy ${data.accuracy}` : "")

/** A step that gave something else than before. */
export interface Mismatch {
  readonly step: number
  readonly recorded: string
  readonly computed: string
}

/** Does one piece of work again; gives null where what it measures is what the log says. */
export const redo = Effect.fnUntraced(function*(
  trainer: Trainer["Service"],
  { assignment, train, outcome }: TrainerWork
): Effect.fn.Return<Mismatch | null, TrainerError> {
  if (outcome === null) {
    yield* trainer.train(assignment)
    return null
  }
  const recorded = outcomeText(outcome)
  const computed = outcomeText(yield* trainer.measure(assignment, train))
  return recorded === computed ? null : { step: assignment.step, recorded, computed }
})

/** One sentence on a step that gave something else than the log says. */
export const mismatchSentence = ({ step, recorded, computed }: Mismatch): string =>
  `step ${step} was ${recorded} and comes out ${computed}: the data, the options or the engine are not those of this log`

/** Weights that stand after so many trainings; `checkpoint` is the file that they were loaded from, null for the initial ones. */
export interface Standing {
  readonly trainings: number
  readonly checkpoint: string | null
}

/** Told of the weights while they are brought to a place: where they begin, and of each training that is done again. */
export interface Following {
  readonly begin: (standing: Standing) => void
  /** a training whose weights measured what they should */
  readonly trained: Effect.Effect<void, TrainerError | LogWriteFailed>
  /** a training whose weights nothing vouches for yet: not to be saved */
  readonly passed: Effect.Effect<void>
}

/** A log whose trainer's weights are wanted, and that trainer. */
export interface Restoring {
  readonly folder: string
  readonly past: TrainerPast
  readonly trainer: Trainer["Service"]
  readonly weights: SharedWeights
  readonly following?: Following
}

/** Where a whole folder is lost, nobody reads a line for each file. */
const mostNamed = 3

/** Loads the first usable one of the checkpoints, or the initial weights. What is unusable is told. */
const loadFirst = Effect.fnUntraced(function*(
  folder: string,
  weights: SharedWeights,
  candidates: readonly SavedCheckpoint[]
): Effect.fn.Return<Standing, TrainerError> {
  const notice = yield* Notice
  const unusable: string[] = []
  const load = Effect.gen(function*() {
    for (const candidate of candidates) {
      const content = yield* Effect.result(readCheckpoint(folder, candidate.checkpoint))
      if (content._tag === "Success") {
        yield* weights.load(content.success)
        return candidate
      }
      unusable.push(content.failure.message)
    }
    yield* weights.reset
    return { trainings: 0, checkpoint: null }
  })
  const standing = yield* load
  for (const sentence of unusable.slice(0, mostNamed)) yield* notice.tell(sentence)
  const unnamed = unusable.length - mostNamed
  if (unnamed > 0) yield* notice.tell(`${unnamed} more ${unnamed === 1 ? "checkpoint is" : "checkpoints are"} missing or damaged`)
  return standing
})

const redoing = (count: number, reached: number, trainings: number): string => {
  const what = count === 1 ? "1 training is done again" : `${count} trainings are done again`
  return `${what}: the nearest checkpoint was made after ${reached} of ${trainings}`
}

/** How it went to bring weights to a place. */
export interface Brought {
  /** the first step that gave something else than the log says; the weights are not where they were wanted then */
  readonly mismatch: Mismatch | null
  /** false: another version of the trainer made some of these weights first, so what they measure may differ */
  readonly comparable: boolean
}

/**
 * Brings the weights to where they stood after `trainings` trainings of a log: from the nearest checkpoint on (or from
 * `standing`, the trainings behind the weights as they are, where that is nearer), by doing again what came then.
 * What is measured on the way is compared with the log, and the first difference ends it. Nothing is compared from the
 * first training on that another version of the trainer made; on a trainer that is not deterministic a difference is
 * only told.
 */
export const bringWeights = Effect.fnUntraced(function*(
  { folder, past, trainer, weights, following }: Restoring,
  trainings: number,
  standing: number | null
): Effect.fn.Return<Brought, TrainerError | LogWriteFailed> {
  const notice = yield* Notice
  const progress = yield* RestoreProgress
  // Of several checkpoints of the same place the one saved last counts.
  const candidates = past.checkpoints
    .filter((saved) => saved.trainings <= trainings && (standing === null || standing > trainings || saved.trainings > standing))
    .toReversed()
    .toSorted((a, b) => b.trainings - a.trainings)
  const stays = standing !== null && standing <= trainings && candidates.length === 0
  const from = stays ? { trainings: standing, checkpoint: null } : yield* loadFirst(folder, weights, candidates)
  following?.begin(from)
  const behind = past.work.filter(({ train, trainingsBefore }) => train && trainingsBefore >= from.trainings && trainingsBefore < trainings)
  if (behind.length > 0) yield* notice.tell(redoing(behind.length, from.trainings, trainings))
  const { version, deterministic } = trainer.identity
  const foreign = behind.find((work) => work.trainer.version !== version)
  const comparable = foreign === undefined
  if (!comparable) {
    yield* notice.tell(`steps that version ${foreign.trainer.version} of the trainer measured are trained again by version ${version}, so their losses are not compared`)
  }
  for (const [done, work] of behind.entries()) {
    progress.report(done, behind.length)
    const mismatch = yield* redo(trainer, work)
    if (mismatch !== null && comparable) {
      if (deterministic) return { mismatch, comparable }
      yield* notice.tell(`${mismatchSentence(mismatch)}, or its trainer is not deterministic`)
    }
    if (following !== undefined) yield* comparable && work.outcome !== null ? following.trained : following.passed
  }
  progress.report(behind.length, behind.length)
  return { mismatch: null, comparable }
})
