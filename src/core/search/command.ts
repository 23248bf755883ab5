import type { Architecture } from "../architecture/architecture.ts"
import type { TrainingConfiguration } from "./configuration.ts"
import type { Fact } from "./event.ts"

/** One drawn architecture, as a trainer gets it. */
export interface Assignment {
  readonly step: number
  readonly architecture: Architecture
  /** the architecture as it stands in the log */
  readonly printed: string
  /** H `[E, K]`: the chosen operation's output is multiplied by its soft weight */
  readonly weights: Float64Array
  /** the options in force at this step: a fork may change them, and older steps are done again under the older ones */
  readonly training: TrainingConfiguration
  readonly learningRate: number
  /**
   * How many trainings come before this assignment's own in an uninterrupted search: the place of its images in the
   * streams of draws, and of the weights that it starts from.
   */
  readonly trainings: number
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
