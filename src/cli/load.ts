import * as Effect from "effect/Effect"

/** Imports what a verb needs when the verb runs, so that `--help` starts fast. */
export const load = <A>(module: () => Promise<A>): Effect.Effect<A> => Effect.promise(module)
