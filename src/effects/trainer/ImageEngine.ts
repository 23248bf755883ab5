import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { TrainerIdentity } from "../../core/search/event.ts"
import type { Finding } from "../doctor/finding.ts"
import type { Tried } from "../doctor/smallNetwork.ts"
import type { SuperNetworkRequest } from "./superNetwork/superNetworkTrainer.ts"
import type { Trainer, TrainerError } from "./Trainer.ts"

/** What an engine computes on and with; undefined where nothing was asked for. */
export interface Computing {
  /** as the engine writes it, such as `gpu:0` */
  readonly device?: string | undefined
  readonly threads?: number | undefined
}

/** How a log of an engine goes on. */
export interface GoingOn {
  readonly computing: Computing
  /** the options, as they are typed, that ask for what would measure something else than the log does */
  readonly others: readonly string[]
}

/** The devices that an engine lets choose from. */
export interface Devices {
  /** as it stands in the help */
  readonly forms: string
  /** the device as the engine writes it; null: the text names none */
  readonly parse: (text: string) => string | null
}

/**
 * An engine that trains a super-network on images, as all verbs see it. What it computes with is loaded only when it is
 * asked for its identity, or opened.
 */
export interface ImageEngine {
  /** as `--trainer` and the log have it */
  readonly name: string
  /** in a few words, for the help */
  readonly summary: string
  /** null where there is nothing to choose */
  readonly devices: Devices | null
  /** whether its results are the same with any number of threads */
  readonly anyThreads: boolean
  /** whether a study runs several of its searches at a time */
  readonly concurrent: boolean
  /**
   * The trainer as it would stand in a log that is begun on this machine. Fails where it cannot be had here, with the
   * way out; nothing is opened.
   */
  readonly identity: (computing: Computing) => Effect.Effect<TrainerIdentity, TrainerError>
  /**
   * What a log of this engine goes on with: what its identity says, and where that leaves a choice what is asked for, or
   * the device that was `remembered` beside the log.
   */
  readonly goingOn: (logged: TrainerIdentity, asked: Computing, remembered: string | undefined) => GoingOn
  readonly open: (
    request: SuperNetworkRequest, computing: Computing
  ) => Effect.Effect<Trainer["Service"], TrainerError, Scope.Scope>
  /**
   * What `pvll doctor` says of it; absent where nothing has to be set up. `embedded` is what the embedded engine gave
   * for the network that engines are tried with, null where it gave nothing.
   */
  readonly findings?: (embedded: Tried | null) => Promise<readonly Finding[]>
}
