import * as Effect from "effect/Effect"
import { checkpointsOf, type Checkpoints } from "../../core/history/checkpoints.ts"
import { type FreedCheckpoint, prunePlan, stepsMeasuredAfter, type StepRange } from "../../core/history/prunePlan.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import type { Event } from "../../core/search/event.ts"
import type { CheckpointError } from "../checkpoint/checkpointError.ts"
import { checkpointSizes, removeCheckpoint } from "../checkpoint/checkpoints.ts"
import { readHistory } from "../history/readHistory.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import { locateFile, openLog } from "../log/openLog.ts"
import { dirname } from "node:path"

export interface PruneRequest {
  readonly log: string
  /** trainings that reaching any step may take afterwards */
  readonly within: number
  /** say what would be freed, and free nothing */
  readonly dryRun: boolean
}

/** A checkpoint that is freed, its size, and the measured steps that take longer to reach from then on. */
export interface Freed extends FreedCheckpoint {
  readonly bytes: number
  readonly steps: StepRange | null
}

export interface Pruned {
  readonly freed: readonly Freed[]
  readonly kept: number
  /** files that no event names any more, or never did: left over by a crash */
  readonly strays: readonly string[]
  readonly bytes: number
}

const namedCheckpoints = (file: string): Effect.Effect<Checkpoints, LogReadError> =>
  Effect.map(
    foldLog(file, [], (events: Event[], { event }) => {
      if (event.type === "saved" || event.type === "pruned" || event.type === "remeasured") events.push(event)
      return events
    }),
    checkpointsOf
  )

const plan = (checkpoints: Checkpoints, sizes: ReadonlyMap<string, number>, configuration: Configuration, within: number): Pruned => {
  const { freed, kept } = prunePlan(checkpoints.standing, within)
  const goes = freed.map((one): Freed => ({
    ...one,
    bytes: sizes.get(one.checkpoint) ?? 0,
    steps: stepsMeasuredAfter(configuration, one.trainings, one.until)
  }))
  const standing = new Set(checkpoints.standing.map(({ checkpoint }) => checkpoint))
  const strays = [...sizes.keys()].filter((name) => !standing.has(name))
  const bytes = [...goes.map((one) => one.checkpoint), ...strays].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
  return { freed: goes, kept: kept.length, strays, bytes }
}

/**
 * Frees checkpoints of a log so that the fewest stay from which every step is reached within so many trainings. The
 * log says so before the first file goes: after a crash in between, the same command removes the rest.
 */
export const pruneLog = Effect.fnUntraced(function*(
  { log: path, within, dryRun }: PruneRequest
): Effect.fn.Return<Pruned, LogReadError | LogLocked | LogWriteFailed | CheckpointError> {
  const { file } = yield* locateFile(path)
  const folder = dirname(file)
  const { setting } = yield* readHistory(path)
  const planned = Effect.gen(function*() {
    const none: Pruned = { freed: [], kept: 0, strays: [], bytes: 0 }
    if (setting === null) return none
    return plan(yield* namedCheckpoints(file), yield* checkpointSizes(folder), setting.configuration, within)
  })
  if (dryRun) return yield* planned
  return yield* Effect.scoped(Effect.gen(function*() {
    const { log } = yield* openLog(path, null, () => null)
    const found = yield* planned
    const checkpoints = found.freed.map(({ checkpoint }) => checkpoint)
    if (checkpoints.length > 0) yield* log.append({ type: "pruned", data: { checkpoints } })
    for (const name of [...checkpoints, ...found.strays]) yield* removeCheckpoint(folder, name)
    return found
  }))
})
