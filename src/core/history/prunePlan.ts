import { nearestCheckpoint } from "./checkpoints.ts"
import type { SavedCheckpoint } from "./checkpoints.ts"
import type { TrainerWork } from "./trainerWork.ts"

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

/** Neighbours in one file, which is kept or freed for all of them: the trainings after which these weights stood. */
interface SameFile {
  readonly checkpoint: string
  readonly places: readonly number[]
}

const byFile = (saved: readonly SavedCheckpoint[]): readonly SameFile[] => {
  const files: SameFile[] = []
  for (const { trainings, checkpoint } of saved) {
    const before = files.at(-1)
    if (before?.checkpoint === checkpoint) files[files.length - 1] = { checkpoint, places: [...before.places, trainings] }
    else files.push({ checkpoint, places: [trainings] })
  }
  return files
}

/**
 * The fewest files that keep the promise of `prunePlan`. Greedy from the initial weights on, which is best: to keep a
 * checkpoint as late as possible never costs one more.
 */
const toKeep = (saved: readonly SavedCheckpoint[], mostTrainings: number): ReadonlySet<string> => {
  let from = 0
  const kept = byFile(saved).filter(({ places }, index, files) => {
    const next = files[index + 1]?.places[0]
    // Without it the weights from each place to the next one are reached from `from`, as they were where that is the place.
    const spare = next !== undefined && places.every((place, i) => {
      const end = places[i + 1] ?? next
      return place === end || place === from || end - 1 - from <= mostTrainings
    })
    if (!spare) from = places.at(-1)!
    return !spare
  })
  return new Set(kept.map(({ checkpoint }) => checkpoint))
}

/**
 * Which checkpoints to free so that the fewest files stay. The newest stays, and no weights up to it take more than
 * `mostTrainings` trainings to reach; where checkpoints are farther apart than that already, none between them can
 * help, and both their neighbours stay. What lies in a file that stays, stays. `saved` as `standing` of the log's
 * checkpoints.
 */
export const prunePlan = (saved: readonly SavedCheckpoint[], mostTrainings: number): PrunePlan => {
  const stays = toKeep(saved, mostTrainings)
  const kept = saved.filter(({ checkpoint }) => stays.has(checkpoint))
  const freed = saved.flatMap((one, index) => {
    if (stays.has(one.checkpoint)) return []
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

/** The step that a piece of work measured, and how many trainings came before it. */
export type MeasuredWork = Pick<TrainerWork, "outcome" | "trainingsBefore">

/**
 * The steps that begin with the weights after `from` to `until` trainings, so that to measure them again these are to be
 * reached; null where none does: the first warm-up pass trains without measuring (Algorithm 1). `work` as in the log.
 */
export const stepsMeasuredFrom = (work: readonly MeasuredWork[], from: number, until: number): StepRange | null => {
  const steps = work.flatMap(({ outcome, trainingsBefore }) =>
    outcome !== null && trainingsBefore >= from && trainingsBefore <= until ? [outcome.data.step] : [])
  return steps.length === 0 ? null : { first: Math.min(...steps), last: Math.max(...steps) }
}
