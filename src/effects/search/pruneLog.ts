import * as Effect from "effect/Effect"
import { dirname } from "node:path"
import type { SavedCheckpoint } from "../../core/history/checkpoints.ts"
import { type FreedCheckpoint, type PrunePlan, prunePlan, stepsMeasuredFrom, type StepRange } from "../../core/history/prunePlan.ts"
import type { TrainerWork } from "../../core/history/trainerWork.ts"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { CheckpointError } from "../checkpoint/checkpointError.ts"
import { checkpointSizes, readCheckpoint, removeCheckpoint } from "../checkpoint/checkpoints.ts"
import type { LogReadError } from "../log/foldLog.ts"
import type { LogLocked, LogWriteFailed } from "../log/logErrors.ts"
import { locateFile, openLog } from "../log/openLog.ts"
import { isPresentTrainer, isSameTrainer } from "./presentTrainer.ts"
import { SearchError } from "./SearchError.ts"
import { trainerPast } from "./trainerPast.ts"

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

/** A checkpoint that the log counts on and nothing can begin at. It is left as it is. */
export interface Unusable extends SavedCheckpoint {
  readonly kind: CheckpointError["kind"]
}

export interface Pruned {
  readonly freed: readonly Freed[]
  /** files that stay */
  readonly kept: number
  /** files that no event names any more, or never did: left over by a crash */
  readonly strays: readonly string[]
  /** what was found missing, or damaged where it was to stay: no step is reached from it, before or afterwards */
  readonly unusable: readonly Unusable[]
  readonly bytes: number
}

interface SafePlan extends PrunePlan {
  readonly unusable: readonly Unusable[]
}

/**
 * Plans with the checkpoints that are there, reads those that are to stay, and plans anew without one that is not what
 * its name says: so none is freed for the sake of one that is lost. `onRead` is told of each that was read.
 */
const safePlan = Effect.fnUntraced(function*(
  folder: string,
  standing: readonly SavedCheckpoint[],
  sizes: ReadonlyMap<string, number>,
  within: number,
  onRead: (done: number, of: number) => void
): Effect.fn.Return<SafePlan, never> {
  const lost = new Map<string, Unusable["kind"]>()
  for (const { checkpoint } of standing) if (!sizes.has(checkpoint)) lost.set(checkpoint, "missing")
  const whole = new Set<string>()
  for (;;) {
    const plan = prunePlan(standing.filter(({ checkpoint }) => !lost.has(checkpoint)), within)
    const unread = [...new Set(plan.kept.map(({ checkpoint }) => checkpoint))].filter((name) => !whole.has(name))
    if (unread.length === 0) {
      const unusable = standing.flatMap((one) => (lost.has(one.checkpoint) ? [{ ...one, kind: lost.get(one.checkpoint)! }] : []))
      return { ...plan, unusable }
    }
    for (const [index, name] of unread.entries()) {
      const read = yield* Effect.result(readCheckpoint(folder, name))
      if (read._tag === "Failure") lost.set(name, read.failure.kind)
      else whole.add(name)
      onRead(whole.size, whole.size + unread.length - index - 1)
    }
  }
})

/** The first trainer whose trainings could not be done again here with the same weights; null where all could. */
const firstUnrepeatable = Effect.fnUntraced(function*(work: readonly TrainerWork[]) {
  const known: TrainerIdentity[] = []
  for (const { train, trainer } of work) {
    if (!train || known.some((one) => isSameTrainer(one, trainer))) continue
    if (!trainer.deterministic || !(yield* isPresentTrainer(trainer))) return trainer
    known.push(trainer)
  }
  return null
})

const planned = Effect.fnUntraced(function*(
  file: string,
  within: number,
  onRead: (done: number, of: number) => void
): Effect.fn.Return<Pruned, LogReadError | CheckpointError | SearchError> {
  const folder = dirname(file)
  const { setting, checkpoints: standing, work } = yield* trainerPast(file)
  if (setting === null) return { freed: [], kept: 0, strays: [], unusable: [], bytes: 0 }
  const unrepeatable = standing.length > 0 ? yield* firstUnrepeatable(work) : null
  if (unrepeatable !== null) {
    const { name, version, deterministic } = unrepeatable
    const who = deterministic ? "this program could not make again" : "nobody can make again, for it is not deterministic"
    return yield* new SearchError({
      message: `${file} holds trainings of trainer ${name} version ${version}, whose weights ${who}: nothing is freed`
    })
  }
  const sizes = yield* checkpointSizes(folder)
  const { kept, freed, unusable } = yield* safePlan(folder, standing, sizes, within, onRead)
  const bytesOf = (name: string): number => sizes.get(name) ?? 0
  const named = new Set(standing.map(({ checkpoint }) => checkpoint))
  const strays = [...sizes.keys()].filter((name) => !named.has(name))
  const gone = new Set([...freed.map(({ checkpoint }) => checkpoint), ...strays])
  return {
    freed: freed.map((one) => ({
      ...one, bytes: bytesOf(one.checkpoint), steps: stepsMeasuredFrom(work, one.trainings, one.until)
    })),
    kept: new Set(kept.map(({ checkpoint }) => checkpoint)).size,
    strays,
    unusable,
    bytes: [...gone].reduce((sum, name) => sum + bytesOf(name), 0)
  }
})

/**
 * Frees checkpoints of a log so that the fewest stay from which every step is reached within so many trainings; only
 * files that are there and whole are counted on. The log says so before the first file goes: after a crash in between,
 * the same command removes the rest.
 */
export const pruneLog = Effect.fnUntraced(function*(
  { log: path, within, dryRun }: PruneRequest,
  onRead: (done: number, of: number) => void = () => {}
): Effect.fn.Return<Pruned, LogReadError | LogLocked | LogWriteFailed | CheckpointError | SearchError> {
  const { file } = yield* locateFile(path)
  if (dryRun) return yield* planned(file, within, onRead)
  return yield* Effect.scoped(Effect.gen(function*() {
    const { log } = yield* openLog(path, null, () => null)
    const found = yield* planned(file, within, onRead)
    const checkpoints = [...new Set(found.freed.map(({ checkpoint }) => checkpoint))]
    if (checkpoints.length > 0) yield* log.append({ type: "pruned", data: { checkpoints } })
    for (const name of [...checkpoints, ...found.strays]) yield* removeCheckpoint(log.folder, name)
    return found
  }))
})
