import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Either from "fp-ts/lib/Either.js"
import { encodeLine } from "../../src/core/log/line.ts"
import { genesis } from "../../src/core/log/loggedEvent.ts"
import { type Event, eventCodecs, isEventType } from "../../src/core/search/event.ts"
import { sha256 } from "../../src/effects/log/sha256.ts"

/** An event as it stands in a log: plain JSON. */
export interface Stored {
  readonly type: string
  // The tests reach into whatever the event holds.
  readonly data: any
}

const lifecycle = new Set(["started", "resumed", "forked", "saved", "pruned", "tested", "stopped"])

export const logFile = (run: string): string => join(run, "events.ndjson")

export const textOf = (run: string): string => readFileSync(logFile(run), "utf8")

/** The lines of a log, each with its newline. */
export const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n/g) ?? []

export const eventsOf = (run: string): readonly Stored[] =>
  linesOf(textOf(run)).map((line) => {
    const { type, data } = JSON.parse(line)
    return { type, data }
  })

/** "The same facts": the bytes of type and data, one a line. */
export const factsOf = (run: string): string =>
  eventsOf(run).filter(({ type }) => !lifecycle.has(type)).map((fact) => JSON.stringify(fact)).join("\n")

/** Writes text as the log of a run. */
export const writeLog = (run: string, text: string): string => {
  mkdirSync(run, { recursive: true })
  writeFileSync(logFile(run), text)
  return run
}

const decoded = ({ type, data }: Stored): Event => {
  if (!isEventType(type)) throw new Error(`no event: ${type}`)
  const event = eventCodecs[type].decode(data)
  if (Either.isLeft(event)) throw new Error(`the edited ${type} is no event`)
  return { type, data: event.right } as Event
}

/** A log as another program might have written it: the events changed, every id computed anew. */
export const rewritten = (from: string, to: string, edit: (event: Stored) => Stored): string => {
  let head = genesis
  const text = eventsOf(from).map((event) => {
    const { line, id } = encodeLine(sha256, head, "2026-01-01T00:00:00.000Z", decoded(edit(event)))
    head = { next: head.next + 1, id }
    return `${line}\n`
  }).join("")
  return writeLog(to, text)
}
