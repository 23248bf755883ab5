import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { RunLimits } from "../../effects/search/runSearch.ts"

/** When to stop before the end; `maxTime` is in seconds. */
export const limitsOf = (options: { readonly maxTime: Option.Option<number>; readonly stopAtBest: boolean }): RunLimits => ({
  maxTime: Option.match(options.maxTime, { onNone: () => undefined, onSome: Duration.seconds }),
  stopAtBest: options.stopAtBest
})
