import type { Event } from "../search/event.ts"

/** An event with its place in a log. */
export interface LoggedEvent {
  /** format version of the stored line; `event` is in today's form */
  readonly v: number
  /** 0, 1, 2, ... without gaps */
  readonly seq: number
  /** wall clock, ISO 8601 in UTC; the fold never reads it */
  readonly at: string
  /** pins this line and all lines before it */
  readonly id: string
  readonly event: Event
}

/** Where a log ends: the sequence number of its next line, and the id of its last one ("" before the first). */
export interface Head {
  readonly next: number
  readonly id: string
}

/** The end of a log that has no line yet. */
export const genesis: Head = { next: 0, id: "" }

/** The end of a log whose last line is this one. */
export const headAfter = (logged: LoggedEvent): Head => ({ next: logged.seq + 1, id: logged.id })
