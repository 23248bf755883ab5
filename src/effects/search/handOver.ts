import * as Effect from "effect/Effect"
import { nearestCheckpoint } from "../../core/history/checkpoints.ts"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import type { Setting } from "../../core/search/state.ts"
import type { EventLog } from "../log/EventLog.ts"
import type { LogReadError } from "../log/foldLog.ts"
import type { LocalSettings } from "../log/localSettings.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { TrainerError } from "../trainer/Trainer.ts"
import { bringWeights } from "./catchUp.ts"
import { checkpointing } from "./checkpointing.ts"
import type { Place } from "./place.ts"
import { isPresentTrainer } from "./presentTrainer.ts"
import { trainerOfLog } from "./readyTrainer.ts"
import { mismatchSentence } from "./redo.ts"
import { trainerPast } from "./trainerPast.ts"

/** A fork that another trainer is to go on with. */
export interface HandedOver {
  readonly log: EventLog["Service"]
  readonly history: GrowingHistory
  /** as it was in the parent, with the trainer of then */
  readonly before: Setting
  readonly local: LocalSettings
  readonly place: Place
}

/**
 * Where the weights that a fork begins with are in no checkpoint, the trainer that made them makes them again and leaves
 * one, so that another trainer goes on from the very weights of the parent. Nothing is done where that trainer cannot be
 * opened on this machine: the new one then trains again what it must, and says so.
 */
export const handOver = Effect.fnUntraced(function*(
  { log, history, before, local, place: { data } }: HandedOver
): Effect.fn.Return<void, TrainerError | LogReadError | LogWriteFailed> {
  const past = yield* trainerPast(log.file)
  const from = nearestCheckpoint(past.checkpoints, past.trainings)?.trainings ?? 0
  if (from === past.trainings || !(yield* isPresentTrainer(before.trainer))) return
  yield* Effect.scoped(Effect.gen(function*() {
    const opened = yield* Effect.result(trainerOfLog(log.file, before, local, { data }))
    if (opened._tag === "Failure") return
    const { trainer } = opened.success
    const { weights } = trainer
    if (weights === undefined) return
    const following = checkpointing(log, history, weights)
    const { mismatch, comparable, exact } = yield* bringWeights(
      { folder: log.folder, past, trainer, weights, following }, past.trainings, null)
    if (mismatch !== null) return yield* new TrainerError({ message: mismatchSentence(mismatch) })
    if (comparable && exact) yield* following.save
  }))
}, (bringing, { log }) =>
  Effect.onInterrupt(bringing, () => Effect.ignore(log.append({ type: "stopped", data: { reason: "interrupted" } }))))
