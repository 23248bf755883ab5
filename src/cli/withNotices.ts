import * as Effect from "effect/Effect"
import { Notice } from "../effects/search/Notice.ts"
import type { Progress } from "./output/progress.ts"
import { visible } from "./output/visible.ts"

/** Shows notices as lines of their own, above the progress. */
export const withNotices = (progress: Progress) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Notice, { tell: (sentence) => Effect.sync(() => progress.line(visible(sentence))) })
