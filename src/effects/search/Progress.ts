import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Fact } from "../../core/search/event.ts"
import type { Search } from "../../core/search/state.ts"

/** Told of every fact of a running search, after it is safe in the log. Never fails. */
export class Progress extends Context.Reference<{
  readonly report: (search: Search, fact: Fact, best: number | null) => Effect.Effect<void>
}>("pvll/effects/search/Progress", {
  defaultValue: () => ({ report: () => Effect.void })
}) {}
