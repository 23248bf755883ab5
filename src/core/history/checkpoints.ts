import type { Event } from "../search/event.ts"
import type { History } from "./history.ts"

/** The weights after so many trainings, in a file that is named by its SHA-256. */
export interface SavedCheckpoint {
  readonly trainings: number
  readonly checkpoint: string
}

/** What a log says of its checkpoints. */
export interface Checkpoints {
  /** saved and not pruned since, by trainings; of equal trainings the one saved last comes last */
  readonly standing: readonly SavedCheckpoint[]
  /** every checkpoint that any event names, pruned ones and those of measuring again included */
  readonly named: ReadonlySet<string>
}

export const noCheckpoints: Checkpoints = { standing: [], named: new Set() }

const naming = ({ named }: Checkpoints, checkpoints: readonly string[]): ReadonlySet<string> =>
  checkpoints.every((one) => named.has(one)) ? named : new Set([...named, ...checkpoints])

const withSaved = (standing: readonly SavedCheckpoint[], saved: SavedCheckpoint): readonly SavedCheckpoint[] => {
  const others = standing.filter(({ checkpoint }) => checkpoint !== saved.checkpoint)
  const at = others.findLastIndex(({ trainings }) => trainings <= saved.trainings) + 1
  return others.toSpliced(at, 0, saved)
}

/** A fold step; returns the same reference where the event says nothing of checkpoints. */
export const evolveCheckpoints = (checkpoints: Checkpoints, event: Event): Checkpoints => {
  switch (event.type) {
    case "saved":
      return { standing: withSaved(checkpoints.standing, event.data), named: naming(checkpoints, [event.data.checkpoint]) }
    case "pruned": {
      const gone = new Set(event.data.checkpoints)
      return {
        standing: checkpoints.standing.filter(({ checkpoint }) => !gone.has(checkpoint)),
        named: naming(checkpoints, event.data.checkpoints)
      }
    }
    case "remeasured":
      return { ...checkpoints, named: naming(checkpoints, [event.data.checkpoint]) }
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

/** The same from a history, which keeps measuring again apart from what happened around the search. */
export const historyCheckpoints = ({ happenings, remeasurements }: History): Checkpoints =>
  checkpointsOf([
    ...happenings.map(({ event }) => event),
    ...remeasurements.map((data) => ({ type: "remeasured", data }) as const)
  ])

/** Where the weights after `trainings` trainings are reached from; null: from the initial weights. `saved` as `standing`. */
export const nearestCheckpoint = (saved: readonly SavedCheckpoint[], trainings: number): SavedCheckpoint | null =>
  saved.findLast((one) => one.trainings <= trainings) ?? null
