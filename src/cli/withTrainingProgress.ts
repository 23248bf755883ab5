import * as Effect from "effect/Effect"
import { RestoreProgress } from "../effects/search/RestoreProgress.ts"
import { TrainingProgress } from "../effects/trainer/TrainingProgress.ts"
import type { Progress } from "./output/progress.ts"
import { positionText, type Restoring, restoringText } from "./output/restoring.ts"
import { withNotices } from "./withNotices.ts"

/** Shows what a trainer does, batch by batch, for verbs that are no search of their own. */
export const withTrainingProgress = (progress: Progress) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  let restoring: Restoring | null = null
  return effect.pipe(
    Effect.provideService(RestoreProgress, {
      report: (done, of) => {
        restoring = done < of ? { done, of } : null
      }
    }),
    Effect.provideService(TrainingProgress, {
      report: (position) => {
        const text = [...(restoring === null ? [] : [restoringText(restoring)]), positionText(position)].join(", ")
        const done = (restoring?.done ?? 0) + position.images / position.of
        progress.report({ done, total: restoring?.of ?? 1, note: "", text })
      }
    }),
    withNotices(progress),
    Effect.ensuring(Effect.sync(progress.end))
  )
}
