import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { RunOptions } from "../../effects/search/runSearch.ts"

interface Given {
  /** seconds */
  readonly maxTime: Option.Option<number>
  readonly stopAtBest: boolean
  readonly checkpointEvery: Option.Option<number>
}

/** When to stop before the end, and how often to save the weights. */
export const runOptionsOf = ({ maxTime, stopAtBest, checkpointEvery }: Given): RunOptions => ({
  maxTime: Option.match(maxTime, { onNone: () => undefined, onSome: Duration.seconds }),
  stopAtBest,
  checkpointEvery: Option.getOrUndefined(checkpointEvery)
})
