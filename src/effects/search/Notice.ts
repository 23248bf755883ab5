import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/** Told what a person should know although the search goes on, one sentence each. */
export class Notice extends Context.Reference<{
  readonly tell: (sentence: string) => Effect.Effect<void>
}>("pvll/effects/search/Notice", {
  defaultValue: () => ({ tell: () => Effect.void })
}) {}

/** The same for threads that tell what they have to, each sentence once however many of them do. */
export const tellingOnce: Effect.Effect<(sentence: string) => void> = Effect.map(Notice, ({ tell }) => {
  const told = new Set<string>()
  return (sentence: string): void => {
    if (told.has(sentence)) return
    told.add(sentence)
    Effect.runFork(tell(sentence))
  }
})
