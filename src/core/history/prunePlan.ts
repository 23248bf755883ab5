import type { Configuration } from "../search/configuration.ts"
import { nearestCheckpoint } from "./checkpoints.ts"
import type { SavedCheckpoint } from "./checkpoints.ts"

/** A checkpoint to be freed, and what that costs. */
export interface FreedCheckpoint extends SavedCheckpoint {
  /** the weights after `trainings` to `until` trainings were reached from it */
  readonly until: number
  /** and will be reached from the weights after this many: a kept checkpoint, or 0, the initial weights */
  readonly from: number
  /** how many trainings the farthest of them then takes: `until - from`; before it was `until - trainings` */
  readonly most: number
}

export interface PrunePlan {
  readonly kept: readonly SavedCheckpoint[]
  readonly freed: readonly FreedCheckpoint[]
}

/**
 * The fewest checkpoints that keep the promise of `prunePlan`. Greedy from the initial weights on, which is best: to
 * keep a checkpoint as late as possible never costs one more.
 */
const toKeep = (saved: readonly SavedCheckpoint[], mostTrainings: number): readonly SavedCheckpoint[] => {
  let from = 0
  return saved.filter(({ trainings }, index) => {
    const next = saved[index + 1]
    // Of two files of the same weights the one saved last is enough; the initial weights need none.
    const spare = next !== undefined && (trainings === 0 || next.trainings === trainings || next.trainings - 1 - from <= mostTrainings)
    if (!spare) from = trainings
    return !spare
  })
}

/**
 * Which checkpoints to free so that the fewest stay. The newest stays, and no weights up to it take more than
 * `mostTrainings` trainings to reach; where checkpoints are farther apart than that already, none between them can
 * help, and both their neighbours stay. `saved` as `standing` of the log's checkpoints.
 */
export const prunePlan = (saved: readonly SavedCheckpoint[], mostTrainings: number): PrunePlan => {
  const kept = toKeep(saved, mostTrainings)
  const stays = new Set(kept)
  const freed = saved.flatMap((one, index) => {
    if (stays.has(one)) return []
    // The last one always stays, so there is a next one.
    const until = Math.max(one.trainings, saved[index + 1]!.trainings - 1)
    const from = nearestCheckpoint(kept, one.trainings)?.trainings ?? 0
    return [{ ...one, until, from, most: until - from }]
  })
  return { kept, freed }
}

/** A range of steps, both ends included. */
export interface StepRange {
  readonly first: number
  readonly last: number
}

/**
 * The steps that are measured with the weights after `from` to `until` trainings; null where none is: the first
 * warm-up pass trains all N without measuring (Algorithm 1), and the 1st order trains no more after the warm-up.
 */
export const stepsMeasuredAfter = ({ warmUp, steps, order }: Configuration, from: number, until: number): StepRange | null => {
  const lastTraining = order === 2 ? 2 * warmUp + steps : 2 * warmUp
  const first = Math.max(1, from - warmUp)
  const last = order === 1 && until >= lastTraining ? warmUp + steps : Math.min(until, lastTraining) - warmUp
  return first <= last ? { first, last } : null
}
