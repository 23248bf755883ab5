import { createHash } from "node:crypto"
import type { Sha256 } from "../../../src/core/environment.ts"
import { encodeLine } from "../../../src/core/log/line.ts"
import { genesis } from "../../../src/core/log/loggedEvent.ts"
import type { Event } from "../../../src/core/search/event.ts"
import { sampleEvents } from "./sampleEvents.ts"

export const sha256: Sha256 = (content) => createHash("sha256").update(content).digest("hex")

export const at = "2026-11-25T10:00:00.000Z"

/** The lines of a log of these events, without newlines. */
export const linesOf = (events: readonly Event[]): readonly string[] => {
  let head = genesis
  return events.map((event) => {
    const { line, id } = encodeLine(sha256, head, at, event)
    head = { next: head.next + 1, id }
    return line
  })
}

export const sampleLines = (steps: number): readonly string[] => linesOf(sampleEvents(steps))

export const sampleText = (steps: number): string => sampleLines(steps).map((line) => `${line}\n`).join("")

/**
 * A line with whatever is given, and an id that is right for it: what a program that knows the chain could write.
 * `body` is the line's text before `,"id":`.
 */
export const forged = (previousId: string, body: string): string => `${body},"id":"${sha256(previousId + body)}"}`
