import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Told what a person should know although the search goes on, one sentence each. */
export class Notice extends Context.Reference<{
  readonly tell: (sentence: string) => Effect.Effect<void>
}>("pvll/effects/search/Notice", {
  defaultValue: () => ({ tell: () => Effect.void })
}) {}
