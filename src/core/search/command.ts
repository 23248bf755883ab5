import type { Architecture } from "../architecture/architecture.ts"
import type { Fact } from "./event.ts"

/** One drawn architecture, as a trainer gets it. */
export interface Assignment {
  readonly step: number
  readonly architecture: Architecture
  /** the architecture as it stands in the log */
  readonly printed: string
  /** H `[E, K]`: the chosen operation's output is multiplied by its soft weight */
  readonly weights: Float64Array
  readonly learningRate: number
}

/** What a search wants next. */
export type Command =
  /** append this fact, which the core itself computed */
  | { readonly type: "record"; readonly fact: Fact }
  /** train without measuring (first warm-up pass) */
  | { readonly type: "train"; readonly assignment: Assignment }
  /** measure the validation loss, after a training where `train` says so */
  | { readonly type: "measure"; readonly assignment: Assignment; readonly train: boolean }
  | { readonly type: "finish" }
