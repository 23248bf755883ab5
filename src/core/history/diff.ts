import type { LoggedEvent } from "../log/loggedEvent.ts"
import { encodeData, type Fact, isFact } from "../search/event.ts"
import { type Cause, judge } from "./divergence.ts"
import { type GrowingHistory, growingHistory } from "./growingHistory.ts"
import type { History } from "./history.ts"
import { sameData } from "./sameData.ts"

/** Where two histories part. */
export interface Divergence {
  /** the first fact that differs, in A; one past A's last event where A ends before it */
  readonly seq: number
  /** the same in B */
  readonly seqB: number
  /** its step (the lower of the two); for a fact without one, the number of outcomes before it */
  readonly step: number
  readonly cause: Cause
  /** one sentence for people */
  readonly detail: string
}

/** The last fact whose line two logs share: one was forked from the other, or both from a common parent. */
export interface CommonAncestor {
  readonly seq: number
  readonly id: string
  /** outcomes up to there */
  readonly steps: number
}

export interface Difference {
  /** the same list of facts: `type` and `data` of each; lifecycle events do not count */
  readonly same: boolean
  /** null where they are the same */
  readonly divergence: Divergence | null
  /** null where they share no line */
  readonly common: CommonAncestor | null
  /** both histories to their ends, without weights: what `consequences` compares */
  readonly a: History
  readonly b: History
}

export type Side = "a" | "b"

/** Asks for the next event of a side, until it gets null; returns what it found. */
export type Diffing = Generator<Side, Difference, LoggedEvent | null>

/** A fact that was read, or null at the end of a history; `seq` is its place, or the one after the last. */
interface Head {
  readonly seq: number
  readonly id: string
  readonly fact: Fact | null
}

/** One of the two histories while it is read. */
interface Reader {
  readonly side: Side
  readonly history: GrowingHistory
  seq: number
}

function* nextFact(reader: Reader): Generator<Side, Head, LoggedEvent | null> {
  for (;;) {
    const read = yield reader.side
    if (read === null) return { seq: reader.seq, id: "", fact: null }
    reader.history.add(read)
    reader.seq = read.seq + 1
    // Measured again, with other weights than in its step: that adds to a search and is no part of it.
    if (read.event.type === "remeasured") continue
    if (isFact(read.event)) return { seq: read.seq, id: read.id, fact: read.event }
  }
}

/** Equal ids pin equal lines, and all lines before them. */
const sameLine = (x: Head, y: Head): boolean => x.id === y.id && x.id !== ""

const sameFact = (x: Fact, y: Fact): boolean => x.type === y.type && sameData(encodeData(x), encodeData(y))

const changesOptions = ({ fact }: Head): boolean => fact?.type === "configured" || fact?.type === "reconfigured"

const isOutcome = ({ fact }: Head): boolean =>
  fact?.type === "measured" || fact?.type === "diverged" || fact?.type === "failed"

const stepOf = ({ fact }: Head, outcomes: number): number =>
  fact === null ? Infinity : "step" in fact.data ? fact.data.step ?? outcomes : outcomes

/**
 * Compares the facts of two histories pair by pair, one event of each in memory at a time (beside the two
 * histories without weights that it returns). A caller drives it: `diff` from iterables, an edge from streams.
 */
export function* diffing(): Diffing {
  const a: Reader = { side: "a", history: growingHistory({ weights: false }), seq: 0 }
  const b: Reader = { side: "b", history: growingHistory({ weights: false }), seq: 0 }
  let common: CommonAncestor | null = null
  let outcomes = 0
  /** where T was seen to differ: `length`, unless a later fact differs */
  let otherLength: Divergence | null = null
  let parted: Divergence | null = null

  let x = yield* nextFact(a)
  let y = yield* nextFact(b)
  while (parted === null && (x.fact !== null || y.fact !== null)) {
    if (sameLine(x, y) || (x.fact !== null && y.fact !== null && sameFact(x.fact, y.fact))) {
      if (isOutcome(x)) outcomes += 1
      if (sameLine(x, y)) common = { seq: x.seq, id: x.id, steps: outcomes }
      x = yield* nextFact(a)
      y = yield* nextFact(b)
      continue
    }
    const { cause, detail, final } = judge({
      x: x.fact,
      y: y.fact,
      a: a.history.now().setting,
      b: b.history.now().setting,
      otherLength: otherLength !== null
    })
    const step = Math.min(stepOf(x, outcomes), stepOf(y, outcomes))
    const divergence: Divergence = { seq: x.seq, seqB: y.seq, step, cause, detail }
    if (final) {
      parted = divergence
    } else {
      otherLength ??= divergence
      const [skipX, skipY] = [changesOptions(x), changesOptions(y)]
      if (skipX) x = yield* nextFact(a)
      if (skipY) y = yield* nextFact(b)
    }
  }

  while (x.fact !== null) x = yield* nextFact(a)
  while (y.fact !== null) y = yield* nextFact(b)
  const divergence = parted ?? otherLength
  return { same: divergence === null, divergence, common, a: a.history.now(), b: b.history.now() }
}

/** Compares two histories that are at hand. */
export const diff = (a: Iterable<LoggedEvent>, b: Iterable<LoggedEvent>): Difference => {
  const sources = { a: a[Symbol.iterator](), b: b[Symbol.iterator]() }
  const walk = diffing()
  let asked = walk.next()
  while (asked.done !== true) {
    const { done, value } = sources[asked.value].next()
    asked = walk.next(done === true ? null : value)
  }
  return asked.value
}
