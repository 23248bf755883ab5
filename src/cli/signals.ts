import type * as Fiber from "effect/Fiber"

const numbers = { SIGINT: 2, SIGTERM: 15 } as const

/** Through the launcher one key press arrives twice: from the terminal, and passed on by the launcher. */
const samePressWithin = process.env["PVLL_LAUNCHED"] === undefined ? 0 : 200

/**
 * The first signal lets the fiber end at its next safe point; a second one ends the process at once. Without a
 * launcher that is left to the system, which can do it while a long computation keeps every handler waiting.
 */
export const interruptOnSignals = (fiber: Fiber.Fiber<unknown, unknown>): { readonly by: () => number | null } => {
  let first: { readonly number: number; readonly at: number } | null = null
  for (const [signal, number] of Object.entries(numbers)) {
    process.on(signal, () => {
      if (samePressWithin === 0) for (const name of Object.keys(numbers)) process.removeAllListeners(name)
      if (first === null) {
        first = { number, at: performance.now() }
        fiber.interruptUnsafe()
      } else if (performance.now() - first.at >= samePressWithin) {
        process.exit(128 + number)
      }
    })
  }
  return { by: () => (first === null ? null : first.number) }
}
