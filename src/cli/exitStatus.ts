import * as Effect from "effect/Effect"

/**
 * 0: done (diff: same). 1: an honest negative (diff: different; verify and replay: damage or mismatch).
 * 2: usage, bad input or trouble. 128 + n: stopped by signal n.
 */
export const trouble = 2

/** The verb did its work, and the answer is no: exit status 1. */
export const honestNegative: Effect.Effect<void> = Effect.sync(() => {
  process.exitCode = 1
})
