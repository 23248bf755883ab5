import * as Effect from "effect/Effect"
import { FoldProgress } from "../effects/search/FoldProgress.ts"
import { standardErrorProgress } from "./output/progress.ts"
import { withNotices } from "./withNotices.ts"

/** A fold that takes longer than this says how far it is; a short one says nothing (milliseconds). */
const patience = 1000

/** Shows how far the folds in an effect are, and what there is to tell, on standard error. */
export const withFoldProgress = (quiet: boolean) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const progress = standardErrorProgress(quiet)
    const begun = performance.now()
    const report = (done: number, total: number): void => {
      if (performance.now() - begun > patience) progress.report({ done, total, note: "computing the state again" })
    }
    return effect.pipe(
      Effect.provideService(FoldProgress, { report }),
      withNotices(progress),
      Effect.ensuring(Effect.sync(progress.end))
    )
  })
