import type { Lifecycle } from "../search/event.ts"
import type { History } from "./history.ts"

/** How a log ends: through, stopped by somebody or something, or with a process at work on it (or killed while at it). */
export type Ending =
  | { readonly state: "finished" | "open" }
  | { readonly state: "stopped"; readonly reason: string }

/** The last process that began or ended; what else happened (a prune) says nothing. */
const lastProcess = (happenings: History["happenings"]): Lifecycle | undefined =>
  happenings.findLast(({ event }) =>
    event.type === "started" || event.type === "resumed" || event.type === "forked" || event.type === "stopped")?.event

/** Whether the last run came to its end, behind which it had nothing more to save, test or write. */
export const cameToItsEnd = ({ happenings }: Pick<History, "happenings">): boolean => {
  const last = lastProcess(happenings)
  return last?.type === "stopped" && last.data.reason === "finished"
}

/** Told by the facts, then by the last process that began or ended. */
export const endingOf = ({ finished, happenings }: Pick<History, "finished" | "happenings">): Ending => {
  if (finished) return { state: "finished" }
  const last = lastProcess(happenings)
  return last?.type === "stopped" ? { state: "stopped", reason: last.data.reason } : { state: "open" }
}
