import type { Architecture } from "../architecture/architecture.ts"
import type { EstimatorState } from "../estimator/estimator.ts"
import type { DataOf } from "./event.ts"

/** The identity of a search (its first event), with the configuration that is in force now. */
export type Setting = DataOf<"configured">

/** A measured architecture that the estimator may learn from. */
export interface MemoryEntry {
  readonly step: number
  /** H, `[E, K]` */
  readonly weights: Float64Array
  readonly loss: number
  /** p_t of Eq. 8, computed with the estimator of the moment when the entry came in; 1 for the warm-up */
  readonly distance: number
}

/** The queue M, oldest entry first. */
export interface Memory {
  readonly entries: readonly MemoryEntry[]
  /** running SHA-256 over every outcome that a trainer ever reported, forgotten ones included */
  readonly digest: string
}

/** A drawn architecture whose outcome is still open. */
export interface OpenSample {
  readonly step: number
  /** which draw of this step it was: 0 unless earlier ones were repeats */
  readonly attempt: number
  readonly architecture: Architecture
  readonly weights: Float64Array
}

/** Adam's moments for A, `[E, K]` each, and the betas to the power of the steps made, as running products. */
export interface ArchitectureMoments {
  readonly first: Float64Array
  readonly second: Float64Array
  readonly beta1Power: number
  readonly beta2Power: number
}

/** How much each operation of an edge has mattered to psi: a running mean `[E, K]` over so many gradients. */
export interface Importance {
  readonly mean: Float64Array
  readonly count: number
}

/** What became of an architecture: its loss, or null where there is none. */
export interface Outcome {
  readonly step: number
  readonly architecture: Architecture
  readonly loss: number | null
}

/** A search under way: plain data, a fold of the facts. */
export interface Search {
  readonly setting: Setting
  /** A, `[E, K]` */
  readonly architectureParameters: Float64Array
  readonly moments: ArchitectureMoments
  /** null until a step of A under `proposal.noise: "importance"` */
  readonly importance: Importance | null
  readonly estimator: EstimatorState
  readonly memory: Memory
  /** by step, in the order of drawing */
  readonly open: ReadonlyMap<number, OpenSample>
  /** architectures drawn so far; the next one is `drawn + 1` */
  readonly drawn: number
  /** architectures that the first warm-up pass has trained */
  readonly trained: number
  /** outcomes so far: measured, diverged or failed */
  readonly measured: number
  /** every outcome so far, in their order: what samplers that need no psi go by */
  readonly outcomes: readonly Outcome[]
  /** outcomes of search steps since the lowest loss so far */
  readonly stagnation: number
  /** architectures drawn so far, as comma-separated operations; kept only where repeats are avoided */
  readonly seen: ReadonlySet<string>
  /** what the last outcome taught, until the log says so */
  readonly owed: DataOf<"learned"> | null
}

/** What an architecture step moves. */
export type Moved = Pick<Search, "architectureParameters" | "moments"> & Partial<Pick<Search, "importance">>

/** Before the first event there is no search. */
export type State = Search | null

export const initialState: State = null
