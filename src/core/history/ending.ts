import type { History } from "./history.ts"

/** How a log ends: through, stopped by somebody or something, or with a process at work on it (or killed while at it). */
export type Ending =
  | { readonly state: "finished" | "open" }
  | { readonly state: "stopped"; readonly reason: string }

/** Told by the facts, then by the last process that began or ended; what else happened (a prune) says nothing. */
export const endingOf = ({ finished, happenings }: Pick<History, "finished" | "happenings">): Ending => {
  if (finished) return { state: "finished" }
  const last = happenings.findLast(({ event }) =>
    event.type === "started" || event.type === "resumed" || event.type === "forked" || event.type === "stopped")?.event
  return last?.type === "stopped" ? { state: "stopped", reason: last.data.reason } : { state: "open" }
}
