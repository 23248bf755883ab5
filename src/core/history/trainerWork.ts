import { chosenOperations } from "../architecture/architecture.ts"
import { operationCount } from "../architecture/space.ts"
import { assignmentOf, trainsBeforeMeasuring } from "../search/assignment.ts"
import type { Assignment } from "../search/command.ts"
import { changed } from "../search/configurationChanges.ts"
import type { Event, TrainerIdentity } from "../search/event.ts"
import type { OutcomeFact } from "../search/memory.ts"
import type { OpenSample, Setting } from "../search/state.ts"

/** One thing that the trainer of a log did: a training, a measurement, or both. */
export interface TrainerWork {
  readonly assignment: Assignment
  readonly train: boolean
  /** what was measured; null where it was a training alone */
  readonly outcome: OutcomeFact | null
  /** who did it */
  readonly trainer: TrainerIdentity
  /** trainings before this one, as they stand in the log */
  readonly trainingsBefore: number
}

/** A list that grows with the events of a log, in constant time each. */
export interface GrowingTrainerWork {
  add(event: Event): void
  now(): readonly TrainerWork[]
  /** trainings so far */
  trainings(): number
  /** the search, with the options and the trainer that are in force now; null before its first event */
  setting(): Setting | null
}

/**
 * What the trainer of a log did, in order: enough to do it again. Nothing is refitted; the options are those that were
 * in force at each step.
 */
export const growingTrainerWork = (): GrowingTrainerWork => {
  let setting: Setting | null = null
  const open = new Map<number, Pick<OpenSample, "step" | "architecture" | "weights">>()
  const work: TrainerWork[] = []
  let trainings = 0

  const push = (step: number, outcome: OutcomeFact | null): void => {
    const sample = open.get(step)
    if (setting === null || sample === undefined) return
    const { space, configuration, trainer } = setting
    const pass = outcome === null ? "first" : "measuring"
    const train = outcome === null || trainsBeforeMeasuring(configuration, step)
    work.push({ assignment: assignmentOf(space, configuration, sample, pass), train, outcome, trainer, trainingsBefore: trainings })
    if (train) trainings += 1
    if (outcome !== null) open.delete(step)
  }

  return {
    add: (event) => {
      switch (event.type) {
        case "configured":
          setting ??= event.data
          return
        case "reconfigured":
          if (setting === null) return
          setting = {
            ...setting,
            configuration: changed(setting.configuration, event.data.configuration),
            trainer: event.data.trainer ?? setting.trainer
          }
          return
        case "sampled": {
          if (setting === null) return
          const { step, weights } = event.data
          open.set(step, { step, architecture: chosenOperations(weights, operationCount(setting.space)), weights })
          return
        }
        case "trained":
          return push(event.data.step, null)
        case "measured":
        case "diverged":
        case "failed":
          return push(event.data.step, event)
      }
    },
    now: () => work.slice(),
    trainings: () => trainings,
    setting: () => setting
  }
}
