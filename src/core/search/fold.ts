import type { Environment } from "../environment.ts"
import { type Event, isFact } from "./event.ts"
import { evolve } from "./evolve.ts"
import type { State } from "./state.ts"

/**
 * The state that a history leads to. Lifecycle events are passed over.
 *
 * Law: `fold(e)(fold(e)(s, a), b) = fold(e)(s, [...a, ...b])`
 */
export const fold = (environment: Environment) => {
  const step = evolve(environment)
  return (state: State, events: Iterable<Event>): State => {
    let current = state
    for (const event of events) if (isFact(event)) current = step(current, event)
    return current
  }
}
