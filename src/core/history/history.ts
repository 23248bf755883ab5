import type { Architecture } from "../architecture/architecture.ts"
import type { LoggedEvent } from "../log/loggedEvent.ts"
import type { DataOf, Lifecycle } from "../search/event.ts"
import type { Setting } from "../search/state.ts"
import { growingHistory } from "./growingHistory.ts"

/** One drawn architecture and what became of it. */
export interface HistoryStep {
  readonly step: number
  readonly phase: DataOf<"sampled">["phase"]
  /** as it stands in the log */
  readonly architecture: string
  /** the chosen operation of each edge, `[E]` */
  readonly choice: Architecture
  /** H `[E, K]`; null where the weights were left out */
  readonly weights: Float64Array | null
  readonly outcome: "open" | "measured" | "diverged" | "failed"
  /** null unless measured */
  readonly loss: number | null
  readonly accuracy: number | null
  /** why it failed */
  readonly reason: string | null
  /** what the log says that the core learned from the outcome; null until it does */
  readonly learned: Pick<DataOf<"learned">, "fingerprint" | "passes" | "tau"> | null
}

/** From `seq` on, with `steps` outcomes behind it, the search runs under other options. */
export interface Reconfiguration {
  readonly seq: number
  readonly steps: number
  readonly changes: DataOf<"reconfigured">
}

/** An architecture that was measured again, with the weights of a checkpoint that others were measured with too. */
export type Remeasurement = DataOf<"remeasured">

/** Something that happened around the facts, and when (wall clock, ISO 8601). */
export interface Happening {
  readonly seq: number
  readonly at: string
  readonly event: Lifecycle
}

/**
 * The cheap fold of a log: what was drawn and measured, without refitting anything. It serves show, report, refit
 * and diff; the dear fold is `fold` in search/fold.ts.
 */
export interface History {
  /** the first event, with the configuration, trainer and core version that are in force now; null before it */
  readonly setting: Setting | null
  /** architectures with an outcome, in the order of the outcomes */
  readonly steps: readonly HistoryStep[]
  /** architectures without one yet, in the order of drawing */
  readonly open: readonly HistoryStep[]
  readonly reconfigurations: readonly Reconfiguration[]
  readonly remeasurements: readonly Remeasurement[]
  readonly happenings: readonly Happening[]
  /** what the last `learned` says; null before the first one */
  readonly fingerprint: string | null
  /** all N + T outcomes are there, and what the last one taught is written down */
  readonly finished: boolean
  /** events so far, and the id and time of the last one ("" before it) */
  readonly events: number
  readonly lastId: string
  readonly lastAt: string
}

export interface HistoryOptions {
  /** keep H of every step (224 numbers in the nasnet space); without it such a step takes about 1 KB */
  readonly weights: boolean
}

/** The history that these events tell. Pure; reads them once, in order. */
export const history = (events: Iterable<LoggedEvent>, options: HistoryOptions = { weights: true }): History => {
  const growing = growingHistory(options)
  for (const event of events) growing.add(event)
  return growing.now()
}
