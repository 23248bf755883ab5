import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Environment } from "../../core/environment.ts"
import { best } from "../../core/history/best.ts"
import type { GrowingHistory } from "../../core/history/growingHistory.ts"
import type { History } from "../../core/history/history.ts"
import { decide } from "../../core/search/decide.ts"
import { isFact } from "../../core/search/event.ts"
import type { Search } from "../../core/search/state.ts"
import { EventLog } from "../log/EventLog.ts"
import type { LogWriteFailed } from "../log/logErrors.ts"
import { bestLoss, type MeasuredTable } from "../trainer/table/measuredTable.ts"
import { tableTrainer } from "../trainer/table/tableTrainer.ts"
import type { TrainerError } from "../trainer/Trainer.ts"
import { Progress } from "./Progress.ts"
import { removeSnapshot, saveSnapshot } from "./snapshots.ts"
import { searchLoop } from "./searchLoop.ts"

export interface RunLimits {
  /** stop at the next safe point after this time */
  readonly maxTime?: Duration.Duration | undefined
  /** stop once the table's best architecture is measured */
  readonly stopAtBest?: boolean | undefined
}

export type StopReason = "finished" | "best-reached" | "time-limit"

/** A search that has ended, for now or for good. */
export interface RunResult {
  readonly folder: string
  readonly reason: StopReason
  readonly search: Search
  readonly history: History
}

/** Measured steps between two snapshots. Of the older ones those of steps 50, 100, 200, 400, ... stay: few in any log. */
const snapshotEvery = 50

const stays = (step: number): boolean => {
  const doublings = step / snapshotEvery
  return Number.isInteger(doublings) && (doublings & (doublings - 1)) === 0
}

/**
 * Runs a search on its open log and writes down how it ended. However it ends, the log is complete up to there.
 * `history` holds what the log says so far, and grows with it.
 */
export const runSearch = Effect.fnUntraced(function*(
  environment: Environment,
  start: Search,
  history: GrowingHistory,
  table: MeasuredTable,
  limits: RunLimits
): Effect.fn.Return<RunResult, TrainerError | LogWriteFailed, EventLog> {
  const log = yield* EventLog
  const progress = yield* Progress
  const target = limits.stopAtBest === true ? bestLoss(table) : undefined
  const begun = performance.now()
  let search = start
  let newest: { readonly id: string; readonly step: number } | null = null
  let lowest = best(history.now())?.loss ?? null

  const stopped = (reason: StopReason | "interrupted" | "failed") =>
    log.append({ type: "stopped", data: { reason, seconds: Math.round(performance.now() - begun) / 1000 } })

  const run = searchLoop(environment, start, Effect.fnUntraced(function*(next, logged) {
    search = next
    history.add(logged)
    const { event } = logged
    if (!isFact(event)) return "go on"
    if (event.type === "measured" && (lowest === null || event.data.loss < lowest)) lowest = event.data.loss
    yield* progress.report(search, event, lowest)
    if (event.type !== "learned") return "go on"
    const enough = target !== undefined && lowest !== null && lowest <= target
    if (enough || event.data.step % snapshotEvery === 0 || decide(search).type === "finish") {
      yield* saveSnapshot(environment, log.file, logged.id, search)
      if (newest !== null && !stays(newest.step)) yield* removeSnapshot(log.file, newest.id)
      newest = { id: logged.id, step: event.data.step }
    }
    return enough ? "enough" : "go on"
  })).pipe(Effect.provide(tableTrainer(table)))

  const inTime = limits.maxTime === undefined ? Effect.asSome(run) : Effect.timeoutOption(run, limits.maxTime)
  const end = yield* inTime.pipe(
    Effect.onInterrupt(() => Effect.ignore(stopped("interrupted"))),
    Effect.tapError(() => Effect.ignore(stopped("failed")))
  )
  const reason = end._tag === "None" ? "time-limit" : decide(search).type === "finish" ? "finished" : "best-reached"
  history.add(yield* stopped(reason))
  return { folder: log.folder, reason, search, history: history.now() }
})
