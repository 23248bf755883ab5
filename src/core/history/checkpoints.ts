import type { Event } from "../search/event.ts"

/** The weights after so many trainings, in a file that is named by its SHA-256. */
export interface SavedCheckpoint {
  readonly trainings: number
  readonly checkpoint: string
}

/** What a log says of its checkpoints. */
export interface Checkpoints {
  /**
   * Saved and not pruned since, by trainings; of equal trainings the one saved last comes last. One file may stand for
   * several places: trainings that diverge are taken back, and the weights after them are those before.
   */
  readonly standing: readonly SavedCheckpoint[]
}

export const noCheckpoints: Checkpoints = { standing: [] }

const withSaved = (standing: readonly SavedCheckpoint[], saved: SavedCheckpoint): readonly SavedCheckpoint[] => {
  const others = standing.filter(({ trainings, checkpoint }) => trainings !== saved.trainings || checkpoint !== saved.checkpoint)
  const at = others.findLastIndex(({ trainings }) => trainings <= saved.trainings) + 1
  return others.toSpliced(at, 0, saved)
}

/** A fold step; returns the same reference where the event says nothing of what stands. */
export const evolveCheckpoints = (checkpoints: Checkpoints, event: Event): Checkpoints => {
  switch (event.type) {
    case "saved":
      return { standing: withSaved(checkpoints.standing, event.data) }
    case "pruned": {
      const gone = new Set(event.data.checkpoints)
      return { standing: checkpoints.standing.filter(({ checkpoint }) => !gone.has(checkpoint)) }
    }
    default:
      return checkpoints
  }
}

/** The checkpoints that these events, in the order of a log, tell of. */
export const checkpointsOf = (events: Iterable<Event>): Checkpoints => {
  let checkpoints = noCheckpoints
  for (const event of events) checkpoints = evolveCheckpoints(checkpoints, event)
  return checkpoints
}

/** Where the weights after `trainings` trainings are reached from; null: from the initial weights. `saved` as `standing`. */
export const nearestCheckpoint = (saved: readonly SavedCheckpoint[], trainings: number): SavedCheckpoint | null =>
  saved.findLast((one) => one.trainings <= trainings) ?? null
