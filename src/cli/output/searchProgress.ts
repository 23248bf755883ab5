import { trainsBeforeMeasuring } from "../../core/search/assignment.ts"
import type { Configuration } from "../../core/search/configuration.ts"
import type { Search } from "../../core/search/state.ts"
import type { TrainingPosition } from "../../effects/trainer/TrainingProgress.ts"
import { duration, measure, significant } from "./numbers.ts"
import type { Position } from "./progress.ts"
import { positionText, type Restoring, restoringText } from "./restoring.ts"

type Kind = "training" | "validation"

/** How long the images of one kind of work take, over all that was done so far. */
interface Speed {
  readonly images: number
  readonly seconds: number
  /** images of one whole training or measurement */
  readonly whole: number
}

/** Trainings and measurements that are left after those that the search has behind it. */
const workLeft = ({ measured, trained, setting: { configuration } }: Search): { readonly [K in Kind]: number } => {
  const { warmUp, steps } = configuration
  const training = Array.from({ length: warmUp + steps - measured }, (_, i) => measured + i + 1)
    .filter((step) => trainsBeforeMeasuring(configuration, step)).length
  return { training: warmUp - trained + training, validation: warmUp + steps - measured }
}

const phase = ({ measured, trained }: Search, { warmUp, steps }: Configuration): string => {
  if (trained < warmUp) return `warm-up, first pass ${trained + 1}/${warmUp}`
  if (measured < warmUp) return `warm-up, second pass ${measured + 1}/${warmUp}`
  return `search ${Math.min(measured - warmUp + 1, steps)}/${steps}`
}

/**
 * What a person wants to see of a search that trains: where it is, images a second, the loss of the moment, the best
 * one so far, and the time left, from the images that are left and how fast each kind of them went.
 */
export const searchProgress = (start: Search, now: () => number) => {
  const begun = now()
  let search = start
  let lowest: number | null = null
  let restoring: Restoring | null = null
  let before: { readonly at: number; readonly images: number; readonly doing: string } = { at: begun, images: 0, doing: "" }
  const speeds: Record<Kind, Speed> = {
    training: { images: 0, seconds: 0, whole: 0 },
    validation: { images: 0, seconds: 0, whole: 0 }
  }

  const perImage = (kind: Kind): number | null => {
    const { images, seconds } = speeds[kind]
    if (images > 0) return seconds / images
    // Nothing was measured yet: a forward pass takes about a third of a training step.
    return kind === "validation" && speeds.training.images > 0 ? speeds.training.seconds / speeds.training.images / 3 : null
  }

  const secondsLeft = (position: TrainingPosition | null): number | null => {
    const again = restoring === null ? 0 : restoring.of - restoring.done
    const ahead = workLeft(search)
    const left = { training: ahead.training + again, validation: ahead.validation + again }
    let sum = 0
    for (const kind of ["training", "validation"] as const) {
      const per = perImage(kind)
      if (per === null) return null
      sum += left[kind] * (speeds[kind].whole || speeds.training.whole) * per
    }
    if (position !== null && position.doing === "training") sum -= position.images * perImage("training")!
    return Math.max(0, sum)
  }

  const describe = (position: TrainingPosition | null): Position => {
    const { configuration } = search.setting
    const seconds = now() - begun
    const left = secondsLeft(position)
    const total = configuration.warmUp + configuration.steps
    const parts = [
      restoring === null ? phase(search, configuration) : restoringText(restoring),
      ...(left === null || (search.measured >= total && restoring === null) ? [] : [`${duration(left)} left`]),
      ...(lowest === null ? [] : [`best ${measure(lowest)}`]),
      ...(position === null ? [] : [positionText(position)]),
      ...(speeds.training.seconds > 0 ? [`${significant(speeds.training.images / speeds.training.seconds, 3)} images/s`] : [])
    ]
    return { done: seconds, total: left === null ? Infinity : seconds + left, note: "", text: parts.join(", ") }
  }

  return {
    /** trainings are done again before the search goes on; `done` = `of` ends that */
    restored: (done: number, of: number): void => {
      restoring = done < of ? { done, of } : null
    },
    /** a fact came: the search stands here now */
    advanced: (next: Search, best: number | null): Position => {
      search = next
      lowest = best
      return describe(null)
    },
    /** a batch is through */
    trained: (position: TrainingPosition): Position => {
      const at = now()
      const kind = position.doing === "training" ? "training" : position.doing === "validation" ? "validation" : null
      const goesOn = before.doing === position.doing && position.images > before.images
      // Work of one batch begins where the work before it ended; before the very first there is no such moment.
      const single = position.images === position.of && before.doing !== ""
      if (kind !== null && (goesOn || single)) {
        const { images, seconds } = speeds[kind]
        const made = goesOn ? position.images - before.images : position.images
        speeds[kind] = { images: images + made, seconds: seconds + at - before.at, whole: position.of }
      }
      before = { at, images: position.images, doing: position.doing }
      return describe(position)
    }
  }
}
