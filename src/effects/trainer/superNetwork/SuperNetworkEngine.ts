import type * as Effect from "effect/Effect"
import type { Assignment } from "../../../core/search/command.ts"
import type { TrainerError } from "../Trainer.ts"
import type { Network } from "../network/network.ts"
import type { NetworkState } from "./networkState.ts"
import type { Batch } from "./searchImages.ts"

/** What one batch gave. */
export interface BatchResult {
  readonly images: number
  /** sum over the images; not finite where the network diverged */
  readonly loss: number
  /** images classified rightly */
  readonly right: number
}

/** A sampled sub-network that is ready to be trained or evaluated, until the next one is loaded. */
export interface LoadedNetwork {
  /**
   * One step of training, or one evaluation, on the images of a batch. An engine may prepare `upNext`, the batch that
   * comes after it, meanwhile.
   */
  readonly run: (batch: Batch, upNext: Batch | null) => Effect.Effect<BatchResult, TrainerError>
}

/** What training changes: weights, momentum, running statistics. */
export interface EngineWeights {
  /** the initial weights of a seed; no momentum; means 0 and variances 1 */
  readonly reset: (seed: number) => Effect.Effect<void, TrainerError>
  readonly read: Effect.Effect<NetworkState, TrainerError>
  readonly write: (state: NetworkState) => Effect.Effect<void, TrainerError>
  /** remembers all of it, in place of what it remembered before */
  readonly keep: Effect.Effect<void, TrainerError>
  /** back to what was remembered, whatever state the engine is in */
  readonly putBack: Effect.Effect<void>
  /** whether every number is finite */
  readonly isFinite: Effect.Effect<boolean, TrainerError>
}

/** A super-network in an engine's memory, of which one sampled sub-network at a time runs. */
export interface SuperNetworkEngine {
  readonly network: Network
  readonly threads?: number
  readonly weights: EngineWeights
  readonly load: (
    assignment: Assignment, purpose: "training" | "evaluation"
  ) => Effect.Effect<LoadedNetwork, TrainerError>
}
