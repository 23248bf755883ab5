import * as E from "fp-ts/lib/Either.js"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { Space } from "../../../core/architecture/space.ts"
import type { Assignment } from "../../../core/search/command.ts"
import type { Configuration, TrainingConfiguration } from "../../../core/search/configuration.ts"
import type { TrainerIdentity } from "../../../core/search/event.ts"
import type { ImageData } from "../../data/imageData.ts"
import { type Outcome, type Trainer, TrainerError } from "../Trainer.ts"
import type { NetworkShape } from "../network/networkShape.ts"
import { measured, runBatches, type Total } from "./runBatches.ts"
import {
  imagesPerTraining, largestBatch, type SearchImages, searchImages, testBatches, trainingBatches, validationBatches, validationImages
} from "./searchImages.ts"
import type { SuperNetworkEngine } from "./SuperNetworkEngine.ts"
import { decodeState, encodeState } from "./weightFile.ts"

/** What a trainer of a super-network is opened for. */
export interface SuperNetworkRequest {
  readonly space: Space
  readonly seed: number
  /** its channels and layers are those of all assignments */
  readonly configuration: Configuration
  /** other options that assignments may have: those of trainings that may have to be done again */
  readonly past?: readonly TrainingConfiguration[] | undefined
  readonly data: ImageData
}

/** What an engine has to hold. */
export interface EngineSize {
  readonly shape: NetworkShape
  /** images of the largest batch that will be run */
  readonly batch: number
  /** the batch that was asked for, where no set has so many images */
  readonly asked: number
}

/** An engine, and as what it stands in the log. */
export interface OpenedEngine {
  readonly identity: TrainerIdentity
  readonly engine: SuperNetworkEngine
  /** what computes, for people: a library, a device */
  readonly runtime?: string
}

/**
 * Trains and measures sampled sub-networks on images, on any engine. A training whose loss, or whose weights after it, are
 * not finite, and one that is measured with a loss that is not finite, did not happen: the weights (with momentum and
 * running statistics) go back to where they were before it, so that the search can go on (our choice). The same after an
 * interruption or an error.
 */
export const superNetworkTrainer = Effect.fnUntraced(function*(
  { space, seed, configuration, past = [], data }: SuperNetworkRequest,
  open: (size: EngineSize) => Effect.Effect<OpenedEngine, TrainerError, Scope.Scope>
): Effect.fn.Return<Trainer["Service"], TrainerError, Scope.Scope> {
  const { channels, layers, batch } = configuration.training
  const limit = configuration.training.images
  let latest = { limit, images: yield* searchImages(data, seed, limit) }
  const capacity = Math.max(...[configuration.training, ...past].map((training) => largestBatch(data, training)))
  const { identity, engine, runtime } = yield* open({
    shape: {
      space, channels, layers,
      image: { channels: data.channels, height: data.height, width: data.width }, classes: data.classes
    },
    batch: capacity,
    asked: Math.max(batch, ...past.map((training) => training.batch))
  })
  const { weights } = engine
  yield* weights.reset(seed)
  const oneAtATime = Semaphore.makeUnsafe(1).withPermits(1)

  const imagesFor = Effect.fnUntraced(function*({ training }: Assignment): Effect.fn.Return<SearchImages, TrainerError> {
    if (training.channels !== channels || training.layers !== layers || largestBatch(data, training) > capacity) {
      return yield* new TrainerError({
        message: `the engine was opened for --channels ${channels}, --layers ${layers} and batches of up to ${capacity} images, `
          + `not for --channels ${training.channels}, --layers ${training.layers}, --batch ${training.batch}: `
          + "start a new search for that"
      })
    }
    if (latest.limit !== training.images) {
      latest = { limit: training.images, images: yield* searchImages(data, seed, training.images) }
    }
    return latest.images
  })

  /** Gives the mean loss, which is not finite where the training was taken back. */
  const train = Effect.fnUntraced(function*(assignment: Assignment): Effect.fn.Return<number, TrainerError> {
    const images = yield* imagesFor(assignment)
    const total = yield* runBatches(
      engine, assignment, "training", imagesPerTraining(images, assignment), trainingBatches(images, assignment))
    const loss = total.loss / total.images
    return Number.isFinite(loss) && !(yield* weights.isFinite) ? Number.NaN : loss
  })

  const validate = Effect.fnUntraced(function*(assignment: Assignment): Effect.fn.Return<Total, TrainerError> {
    const images = yield* imagesFor(assignment)
    return yield* runBatches(
      engine, assignment, "validation", validationImages(images, assignment), validationBatches(images, assignment))
  })

  /** Puts the weights back unless `moves` succeeds with something that `stands`. */
  const orPutBack = <A>(moves: Effect.Effect<A, TrainerError>, stands: (a: A) => boolean): Effect.Effect<A, TrainerError> =>
    oneAtATime(Effect.andThen(
      weights.keep,
      Effect.onExit(moves, (exit) => (exit._tag === "Failure" || !stands(exit.value) ? weights.putBack : Effect.void))
    ))

  const trainAndMeasure = Effect.fnUntraced(function*(assignment: Assignment): Effect.fn.Return<Outcome, TrainerError> {
    const loss = yield* train(assignment)
    return Number.isFinite(loss)
      ? measured(assignment, yield* validate(assignment))
      : { type: "diverged", data: { step: assignment.step, loss } }
  })

  const test = Effect.fnUntraced(function*(assignment: Assignment) {
    const images = yield* imagesFor(assignment)
    const total = yield* runBatches(
      engine, assignment, "test", data.test.count, testBatches(images, assignment.training.batch))
    const accuracy = total.images === 0 ? 0 : total.right / total.images
    return { loss: total.loss / total.images, accuracy, images: total.images }
  })

  const load = (checkpoint: Uint8Array): Effect.Effect<void, TrainerError> =>
    Effect.suspend(() => {
      const state = decodeState(engine.network, checkpoint)
      return E.isLeft(state)
        ? Effect.fail(new TrainerError({ message: `the checkpoint does not fit this search: ${state.left}` }))
        : weights.write(state.right)
    })

  return {
    identity,
    data: data.identity,
    ...(engine.threads === undefined ? {} : { threads: engine.threads }),
    ...(runtime === undefined ? {} : { runtime }),
    train: (assignment) => Effect.asVoid(orPutBack(train(assignment), Number.isFinite)),
    measure: (assignment, trains) =>
      trains
        ? orPutBack(trainAndMeasure(assignment), ({ type }) => type === "measured")
        : oneAtATime(Effect.map(validate(assignment), (total) => measured(assignment, total))),
    weights: {
      save: oneAtATime(Effect.map(weights.read, (state) => encodeState(engine.network, state))),
      load: (checkpoint) => oneAtATime(load(checkpoint)),
      reset: oneAtATime(weights.reset(seed)),
      test: (assignment) => oneAtATime(test(assignment))
    }
  }
})
