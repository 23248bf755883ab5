import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { best } from "../../core/history/best.ts"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import type { History } from "../../core/history/history.ts"
import { trainsBeforeMeasuring } from "../../core/search/assignment.ts"
import { isFinished } from "../../core/search/decide.ts"
import { type Fact, isFact } from "../../core/search/event.ts"
import type { Search } from "../../core/search/state.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogReadError } from "../log/foldLog.ts"
import { bestLoss } from "../trainer/table/measuredTable.ts"
import { type SharedWeights, Trainer, TrainerError } from "../trainer/Trainer.ts"
import { bringWeights, type RestoreError } from "./catchUp.ts"
import { type Checkpointing, checkpointing } from "./checkpointing.ts"
import { Progress } from "./Progress.ts"
import type { ReadyTrainer } from "./readyTrainer.ts"
import { keepingSnapshots } from "./keepingSnapshots.ts"
import { mismatchSentence } from "./redo.ts"
import { searchLoop } from "./searchLoop.ts"
import { testBest } from "./testBest.ts"
import { trainerPast } from "./trainerPast.ts"

export interface RunOptions {
  /** stop at the next safe point after this time */
  readonly maxTime?: Duration.Duration | undefined
  /** stop once the table's best architecture is measured */
  readonly stopAtBest?: boolean | undefined
  /** trainings between two checkpoints of the weights */
  readonly checkpointEvery?: number | undefined
}

export type StopReason = "finished" | "best-reached" | "time-limit"

/** A search that has ended, for now or for good. */
export interface RunResult {
  readonly folder: string
  readonly reason: StopReason
  readonly search: Search
  readonly history: History
}

export type RunError = RestoreError | LogReadError | OwnEstimatorError

/** Whether a fact stands for a training that the trainer has just made. */
const isTraining = (fact: Fact, { configuration }: Search["setting"]): boolean => {
  switch (fact.type) {
    case "trained":
      return true
    case "measured":
    case "diverged":
    case "failed":
      return trainsBeforeMeasuring(configuration, fact.data.step)
    default:
      return false
  }
}

/** Brings a trainer's weights to where its log ends, and follows them with checkpoints. */
const catchUp = Effect.fnUntraced(function*(
  { file }: EventLog["Service"],
  ready: ReadyTrainer,
  weights: SharedWeights,
  following: Checkpointing
): Effect.fn.Return<void, RunError> {
  const past = yield* trainerPast(file)
  if (past.trainings === 0) return
  const { mismatch } = yield* bringWeights({ file, past, ready, weights, following }, past.trainings, null)
  if (mismatch !== null) return yield* new TrainerError({ message: mismatchSentence(mismatch) })
})

/**
 * Runs a search on its open log and writes down how it ended. However it ends, the log is complete up to there.
 * A trainer with weights first brings them to where the log ends; at the end they are saved, and the best architecture
 * is tested. `history` holds what the log says so far, and grows with it.
 */
export const runSearch = Effect.fnUntraced(function*(
  environment: Environment,
  start: Search,
  history: GrowingHistory,
  ready: ReadyTrainer,
  options: RunOptions
): Effect.fn.Return<RunResult, RunError, EventLog> {
  const log = yield* EventLog
  const progress = yield* Progress
  const { trainer, table } = ready
  const { weights } = trainer
  const target = options.stopAtBest === true && table !== null ? bestLoss(table) : undefined
  const begun = performance.now()
  const snapshots = keepingSnapshots(environment, log.file)
  const checkpoints = weights === undefined ? null : checkpointing(log, history, options.checkpointEvery)
  const save = checkpoints?.save ?? Effect.void
  let search = start
  let lowest = best(history.now())?.loss ?? null

  const stopped = (reason: StopReason | "interrupted" | "failed", message?: string) => {
    const seconds = Math.round(performance.now() - begun) / 1000
    return log.append({ type: "stopped", data: { reason, ...(message === undefined ? {} : { message }), seconds } })
  }

  const loop = searchLoop(environment, start, Effect.fnUntraced(function*(next, logged) {
    search = next
    history.add(logged)
    const { event } = logged
    if (!isFact(event)) return "go on"
    if (event.type === "measured" && (lowest === null || event.data.loss < lowest)) lowest = event.data.loss
    yield* progress.report(search, event, lowest)
    if (weights !== undefined && checkpoints !== null && isTraining(event, search.setting)) {
      yield* checkpoints.trained(weights)
    }
    if (event.type !== "learned") return "go on"
    const enough = target !== undefined && lowest !== null && lowest <= target
    yield* snapshots.learned(logged, search, enough || isFinished(search))
    return enough ? "enough" : "go on"
  })).pipe(Effect.provideService(Trainer, trainer))

  const whole = Effect.gen(function*() {
    if (weights !== undefined && checkpoints !== null) yield* catchUp(log, ready, weights, checkpoints)
    yield* loop
    yield* save
    const isTested = history.now().happenings.some(({ event }) => event.type === "tested" && event.data.steps === search.measured)
    if (weights !== undefined && !isTested && isFinished(search)) yield* testBest(log, history, search, weights)
  })
  const inTime = options.maxTime === undefined ? Effect.asSome(whole) : Effect.timeoutOption(whole, options.maxTime)
  const end = yield* inTime.pipe(
    Effect.tap(({ _tag }) => (_tag === "None" ? save : Effect.void)),
    Effect.onInterrupt(() => Effect.andThen(Effect.ignore(save), Effect.ignore(stopped("interrupted")))),
    Effect.tapError(({ message }) => Effect.ignore(stopped("failed", message)))
  )
  const reason = end._tag === "None" ? "time-limit" : isFinished(search) ? "finished" : "best-reached"
  history.add(yield* stopped(reason))
  return { folder: log.folder, reason, search, history: history.now() }
})
