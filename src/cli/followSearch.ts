import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Event } from "../core/search/event.ts"
import { foldLog } from "../effects/log/foldLog.ts"
import { followLog } from "../effects/log/followLog.ts"
import { measure, significant } from "./output/numbers.ts"
import { print } from "./output/print.ts"
import { bold, good } from "./output/style.ts"
import { visible } from "./output/visible.ts"
import { UsageError } from "./UsageError.ts"

/** What is known of the steps so far, event by event; gives a line for each step that was learned from. */
const stepLines = () => {
  const architectures = new Map<number, string>()
  const losses = new Map<number, number>()
  let lowest: number | null = null
  return (event: Event): string | null => {
    if (event.type === "sampled") architectures.set(event.data.step, event.data.architecture)
    if (event.type === "measured") losses.set(event.data.step, event.data.loss)
    if (event.type !== "learned") return null
    const { step, tau } = event.data
    const loss = losses.get(step) ?? null
    const improved = loss !== null && (lowest === null || loss < lowest)
    if (improved) lowest = loss
    const cells = [String(step), measure(loss), lowest === null ? "" : measure(lowest), tau === null ? "" : significant(tau, 3)]
    const line = `${cells.map((cell) => cell.padStart(9)).join(" ")}  ${visible(architectures.get(step) ?? "")}`
    architectures.delete(step)
    losses.delete(step)
    return improved ? good(line) : line
  }
}

/** Prints each step as it is learned from, beginning with those that are there, until the search stops. */
export const followSearch = Effect.fnUntraced(function*(log: string) {
  if (log === "-") return yield* new UsageError({ message: "--follow looks at a file again and again: give the log as a folder or file, not as -" })
  const known = yield* foldLog(log, 0, (events) => events + 1)
  const lineOf = stepLines()
  yield* print(bold("     step      loss      best       tau  architecture"))
  yield* followLog(log).pipe(
    Stream.takeUntil(({ seq, event }) => event.type === "stopped" && seq >= known - 1),
    Stream.runForEach(({ event }) => {
      const line = lineOf(event)
      return line === null ? Effect.void : print(line)
    })
  )
})
