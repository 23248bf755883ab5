import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Assignment } from "../../core/search/command.ts"
import type { DataIdentity, DataOf, TrainerIdentity } from "../../core/search/event.ts"

/** A trainer's answer is a fact, whether it went well or not. */
export type Outcome =
  | { readonly type: "measured"; readonly data: DataOf<"measured"> }
  | { readonly type: "diverged"; readonly data: DataOf<"diverged"> }
  | { readonly type: "failed"; readonly data: DataOf<"failed"> }

/** The trainer itself is in trouble (not the architecture): the search stops and can be resumed. */
export class TrainerError extends Schema.TaggedError<TrainerError>()("TrainerError", {
  message: Schema.String,
  /** what kind of trouble, where a program can do something about it */
  reason: Schema.optionalKey(Schema.Literals(["out-of-memory", "device-lost", "no-device", "no-library"]))
}) {}

/** How an architecture does on the test images under the weights as they stand. `loss` may not be finite. */
export interface TestResult {
  readonly loss: number
  /** a fraction */
  readonly accuracy: number
  readonly images: number
}

/**
 * The shared weights of a trainer that has a super-network. `train` and `measure` move them from the place after
 * `assignment.trainings` trainings to the next one; an interrupted training leaves them where they were before it.
 */
export interface SharedWeights {
  /** a whole checkpoint as a file: weights, momentum, running statistics. The same bytes for the same state */
  readonly save: Effect.Effect<Uint8Array, TrainerError>
  /** fails where the file belongs to another network */
  readonly load: (checkpoint: Uint8Array) => Effect.Effect<void, TrainerError>
  /** back to the initial weights */
  readonly reset: Effect.Effect<void, TrainerError>
  readonly test: (assignment: Assignment) => Effect.Effect<TestResult, TrainerError>
}

/** Trains and measures sampled sub-networks. Training is an effect; what it found out comes back as a fact. */
export class Trainer extends Context.Service<Trainer, {
  readonly identity: TrainerIdentity
  readonly data: DataIdentity
  /** that it computes with; absent where it does not compute */
  readonly threads?: number
  /** what else computes, for people: a library, a device */
  readonly runtime?: string
  /** One training of the sub-network, without a measurement. */
  readonly train: (assignment: Assignment) => Effect.Effect<void, TrainerError>
  /** Measures the sub-network's validation loss, after training it where `train` says so. */
  readonly measure: (assignment: Assignment, train: boolean) => Effect.Effect<Outcome, TrainerError>
  /** absent where nothing is trained (a table) */
  readonly weights?: SharedWeights
}>()("pvll/effects/trainer/Trainer") {}
