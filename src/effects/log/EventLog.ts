import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Head, LoggedEvent } from "../../core/log/loggedEvent.ts"
import type { Event } from "../../core/search/event.ts"
import type { LogWriteFailed } from "./logErrors.ts"

/**
 * The log of the search that is running. `createLog`, `openLog` and `forkLog` open one on disk; `memoryLog` is one
 * for tests, and for searches that nobody wants to keep.
 */
export class EventLog extends Context.Service<EventLog, {
  /** the run's folder */
  readonly folder: string
  /** the log's file in it */
  readonly file: string
  /** Where the log ends now. */
  readonly head: Effect.Effect<Head>
  /**
   * Makes an event durable, then gives it back as every later reader will see it: what the fold must be fed with.
   * An event that could not be made durable does not count, and every later append fails likewise.
   */
  readonly append: (event: Event) => Effect.Effect<LoggedEvent, LogWriteFailed>
}>()("pvll/effects/log/EventLog") {}
