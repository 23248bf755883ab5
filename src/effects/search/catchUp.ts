import * as Effect from "effect/Effect"
import { checkpointsOf, type SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { growingTrainerWork, type TrainerWork } from "../../core/history/trainerWork.ts"
import type { Event } from "../../core/search/event.ts"
import { readCheckpoint } from "../checkpoint/checkpoints.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import type { Outcome, SharedWeights, Trainer, TrainerError } from "../trainer/Trainer.ts"
import { Notice } from "./Notice.ts"

/** What the trainer of a log did, and the checkpoints that it left. */
export interface TrainerPast {
  readonly work: readonly TrainerWork[]
  readonly trainings: number
  readonly checkpoints: readonly SavedCheckpoint[]
}

/** Reads the past of a log's trainer: nothing is computed. */
export const trainerPast = Effect.fnUntraced(function*(file: string): Effect.fn.Return<TrainerPast, LogReadError> {
  const growing = growingTrainerWork()
  const kept: Event[] = []
  yield* foldLog(file, null, (_, { event }) => {
    growing.add(event)
    if (event.type === "saved" || event.type === "pruned") kept.push(event)
    return null
  })
  return { work: growing.now(), trainings: growing.trainings(), checkpoints: checkpointsOf(kept).standing }
})

const outcomeText = ({ type, data }: Outcome): string =>
  type === "failed" ? `failed (${data.reason})` : `${type} with loss ${data.loss}`
  + (type === "measured" && data.accuracy !== undefined ? ` and accuracy ${data.accuracy}` : "")

const sameOutcome = (a: Outcome, b: Outcome): boolean => outcomeText(a) === outcomeText(b)

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
  const computed = yield* trainer.measure(assignment, train)
  return sameOutcome(outcome, computed)
    ? null
    : { step: assignment.step, recorded: outcomeText(outcome), computed: outcomeText(computed) }
})

/** Loads the newest usable checkpoint with at most so many trainings; gives its trainings, 0 where there is none. */
const loadNearest = Effect.fnUntraced(function*(
  folder: string,
  weights: SharedWeights,
  candidates: readonly SavedCheckpoint[]
): Effect.fn.Return<number, TrainerError> {
  const notice = yield* Notice
  const unusable: string[] = []
  const tellUnusable = Effect.suspend(() => {
    const [first, ...others] = unusable
    if (first === undefined) return Effect.void
    return notice.tell(others.length === 0 ? first : `${first} (${others.length} more are missing or damaged too)`)
  })
  for (const { trainings, checkpoint } of candidates) {
    const content = yield* Effect.result(readCheckpoint(folder, checkpoint))
    if (content._tag === "Failure") {
      unusable.push(content.failure.message)
      continue
    }
    yield* tellUnusable
    yield* weights.load(content.success)
    return trainings
  }
  yield* tellUnusable
  yield* weights.reset
  return 0
})

/** A log whose trainer's weights are wanted, and that trainer. */
export interface Restoring {
  readonly folder: string
  readonly past: TrainerPast
  readonly trainer: Trainer["Service"]
  readonly weights: SharedWeights
}

const redoing = (count: number, reached: number, trainings: number): string => {
  const what = count === 1 ? "1 training is done again" : `${count} trainings are done again`
  return `${what}: the nearest checkpoint was made after ${reached} of ${trainings}`
}

/**
 * Brings the weights to where they stood after `trainings` trainings of a log: from the nearest checkpoint on (or from
 * `standing`, the trainings behind the weights as they are, where that is nearer), by doing again what came then.
 * What is measured on the way is compared with the log; the first difference ends it and is given.
 */
export const bringWeights = Effect.fnUntraced(function*(
  { folder, past, trainer, weights }: Restoring,
  trainings: number,
  standing: number | null
): Effect.fn.Return<Mismatch | null, TrainerError> {
  const notice = yield* Notice
  const candidates = past.checkpoints
    .filter((saved) => saved.trainings <= trainings && (standing === null || standing > trainings || saved.trainings > standing))
    .toSorted((a, b) => b.trainings - a.trainings)
  const stays = standing !== null && standing <= trainings && candidates.length === 0
  const reached = stays ? standing : yield* loadNearest(folder, weights, candidates)
  const behind = past.work.filter(({ train, trainingsBefore }) => train && trainingsBefore >= reached && trainingsBefore < trainings)
  if (behind.length > 0) yield* notice.tell(redoing(behind.length, reached, trainings))
  for (const work of behind) {
    const mismatch = yield* redo(trainer, work)
    if (mismatch !== null) return mismatch
  }
  return null
})

/** One sentence on a step that gave something else than the log says. */
export const mismatchSentence = ({ step, recorded, computed }: Mismatch): string =>
  `step ${step} was ${recorded} and comes out ${computed}: the data, the options or the engine are not those of this log`
