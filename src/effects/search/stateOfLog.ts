import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { basename, dirname } from "node:path"
import type { Environment } from "../../core/environment.ts"
import type { EstimatorConfiguration } from "../../core/search/configuration.ts"
import { type Event, type EventType, isFact } from "../../core/search/event.ts"
import { evolve } from "../../core/search/evolve.ts"
import type { Search, State } from "../../core/search/state.ts"
import { computed } from "../estimator/computed.ts"
import type { OwnEstimatorError } from "../estimator/OwnEstimatorError.ts"
import { readyOwn } from "../estimator/ownOfLog.ts"
import type { StoredEvent } from "../log/eventDecoder.ts"
import { foldLog, type LogReadError } from "../log/foldLog.ts"
import { locateLog, logFileName, standardInput } from "../log/locateLog.ts"
import { readLog } from "../log/readLog.ts"
import { FoldProgress } from "./FoldProgress.ts"
import { SearchError } from "./SearchError.ts"
import { loadSnapshot, snapshotIds } from "./snapshots.ts"

export interface StateOptions {
  /** how many learned steps to keep: everything after the last of them is left out; without it, the whole log */
  readonly at?: number | undefined
  /** told of each event that is kept */
  readonly onEvent?: ((stored: StoredEvent) => void) | undefined
}

/** The search that a log leads to, and how far it reaches. */
export interface LogState {
  readonly search: Search
  /** measured steps whose outcome is learned */
  readonly learned: number
  /** the last event that was kept */
  readonly last: StoredEvent
}

export type StateError = LogReadError | SearchError | OwnEstimatorError

type Named = Pick<EstimatorConfiguration, "name" | "own">

/** The estimator that is in force after an event. */
export const estimatorAfter = (before: Named | null, event: Event): Named | null => {
  if (event.type === "configured") return event.data.configuration.estimator
  return event.type === "reconfigured" && before !== null ? { ...before, ...event.data.configuration.estimator } : before
}

/** What to do where a log's own estimator fails after so many learned steps. */
export const mendedFork = (path: string, learned: number): string =>
  `\`pvll resume ${basename(path) === logFileName ? dirname(path) : path} --at ${learned} --estimator FILE\` goes on with it mended`

interface Base {
  readonly id: string
  readonly fingerprint: string
}

/** What can only stand in a log when a step goes on: a draw, or an answer to an earlier one. */
const beginsStep: ReadonlySet<EventType> = new Set(["sampled", "trained", "measured", "diverged", "failed", "learned"])

/**
 * The events of the first `at` measured steps (undefined: all), up to the next draw: what was changed right behind
 * the last of them still holds. 0 keeps what stands before the first draw.
 */
export const keptEvents = (path: string, at: number | undefined): Stream.Stream<StoredEvent, LogReadError> => {
  if (at === undefined) return readLog(path)
  let learned = 0
  return readLog(path).pipe(Stream.takeWhile(({ event }) => {
    if (learned >= at && beginsStep.has(event.type)) return false
    if (event.type === "learned") learned++
    return true
  }))
}

interface Survey {
  /** learned steps */
  readonly total: number
  readonly base: Base | null
}

/** How much there is to fold, and the last snapshot in it. */
const survey = (file: string, at: number, known: ReadonlySet<string>): Effect.Effect<Survey, LogReadError> =>
  foldLog(file, { total: 0, base: null }, (found: Survey, { id, event }) => {
    if (event.type !== "learned" || found.total >= at) return found
    const base = known.has(id) ? { id, fingerprint: event.data.fingerprint } : found.base
    return { total: found.total + 1, base }
  })

/**
 * The state that a log leads to (its first `at` steps): from the nearest snapshot on where there is one. Between two
 * facts other fibers run, so that a long fold can be interrupted. A log that holds no search, or fewer steps, is an
 * error.
 */
export const stateOfLog = Effect.fnUntraced(function*(
  environment: Environment,
  path: string,
  { at, onEvent }: StateOptions = {}
): Effect.fn.Return<LogState, StateError> {
  const file = yield* locateLog(path)
  const progress = yield* FoldProgress
  const { total, base } = file === standardInput
    ? { total: null, base: null }
    : yield* survey(file, at ?? Infinity, yield* snapshotIds(file))
  const snapshot = base === null ? null : yield* loadSnapshot(environment, file, base.id, base.fingerprint)

  const step = evolve(environment)
  let skipping = snapshot !== null
  let state: State = snapshot
  let learned = 0
  let last: StoredEvent | null = null
  let estimator: Named | null = null
  yield* keptEvents(file, at).pipe(Stream.runForEach(Effect.fnUntraced(function*(stored) {
    const { event, id } = stored
    const folds = isFact(event) && !skipping
    estimator = estimatorAfter(estimator, event)
    if (folds) {
      if (estimator !== null) yield* readyOwn(file, estimator)
      state = yield* computed(() => step(state, event), () => mendedFork(path, learned))
    }
    if (event.type === "learned") learned++
    last = stored
    if (skipping) skipping = id !== base?.id
    onEvent?.(stored)
    if (folds && total !== null && event.type === "learned") progress.report(learned, total)
    if (folds && event.type === "measured") yield* Effect.yieldNow
  })))
  if (state === null || last === null) {
    return yield* new SearchError({ message: `${path} does not begin with the configuration of a search` })
  }
  if (at !== undefined && learned < at) {
    return yield* new SearchError({ message: `${path} has ${learned} measured steps, not ${at}: choose 0 to ${learned}` })
  }
  return { search: state, learned, last }
})
