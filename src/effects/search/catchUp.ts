import * as Effect from "effect/Effect"
import { checkpointedSteps } from "../../core/history/checkpointedSteps.ts"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import { readCheckpoint } from "../checkpoint/checkpoints.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import type { SharedWeights, Trainer, TrainerError } from "../trainer/Trainer.ts"
import { Notice } from "./Notice.ts"
import { isSameTrainer } from "./presentTrainer.ts"
import { type Mismatch, recomputedSentence, redo } from "./redo.ts"
import { RestoreProgress } from "./RestoreProgress.ts"
import type { TrainerPast } from "./trainerPast.ts"

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

const foreignSentence = (theirs: TrainerIdentity, ours: TrainerIdentity): string => {
  const [then, now] = theirs.name === ours.name
    ? [`version ${theirs.version} of the trainer`, `version ${ours.version}`]
    : [`trainer ${theirs.name}`, `trainer ${ours.name}`]
  return `steps that ${then} measured are trained again by ${now}, so their losses are not compared`
}

const inexactSentence = ({ name }: TrainerIdentity, exact: readonly number[]): string =>
  `${name} on this device is not deterministic, so that the weights come out a little otherwise than then; `
  + `a fork has those of then at --at ${exact.slice(-mostNamed).join(", ")}`

/** How it went to bring weights to a place. */
export interface Brought {
  /** the first step that gave something else than the log says; the weights are not where they were wanted then */
  readonly mismatch: Mismatch | null
  /** false: another version of the trainer made some of these weights first, so what they measure may differ */
  readonly comparable: boolean
  /** false: some of these weights were made again by a trainer that is not deterministic, so they are others than then */
  readonly exact: boolean
}

/**
 * Brings the weights to where they stood after `trainings` trainings of a log: from the nearest checkpoint on (or from
 * `standing`, the trainings behind the weights as they are, where that is nearer), by doing again what came then.
 * What is measured on the way is compared with the log, and the first difference ends it. Nothing is compared from the
 * first training on that another trainer, or another version of it, made; on a trainer that is not deterministic both
 * losses are told, and nothing ends.
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
  const { identity } = trainer
  const exact = identity.deterministic || behind.length === 0
  const foreign = behind.find((work) => !isSameTrainer(work.trainer, identity))
  const comparable = foreign === undefined
  if (!comparable) yield* notice.tell(foreignSentence(foreign.trainer, identity))
  else if (!exact) yield* notice.tell(inexactSentence(identity, checkpointedSteps(past.work, past.checkpoints)))
  for (const [done, work] of behind.entries()) {
    progress.report(done, behind.length)
    const mismatch = yield* redo(trainer, work)
    if (mismatch !== null && comparable) {
      if (identity.deterministic) return { mismatch, comparable, exact }
      yield* notice.tell(recomputedSentence(mismatch))
    }
    if (following !== undefined) yield* comparable && exact && work.outcome !== null ? following.trained : following.passed
  }
  progress.report(behind.length, behind.length)
  return { mismatch: null, comparable, exact }
})
