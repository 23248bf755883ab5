import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { chosenOperations } from "../../../../src/core/architecture/architecture.ts"
import { printArchitecture } from "../../../../src/core/architecture/notation.ts"
import { edgeCount, operationCount, type Space } from "../../../../src/core/architecture/space.ts"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { uniforms } from "../../../../src/core/random/uniform.ts"
import type { Assignment } from "../../../../src/core/search/command.ts"
import { type Configuration, paperConfiguration, type TrainingConfiguration } from "../../../../src/core/search/configuration.ts"
import type { ImageData, ImageSet } from "../../../../src/effects/data/imageData.ts"
import type { Trainer, TrainerError } from "../../../../src/effects/trainer/Trainer.ts"
import type { SuperNetworkRequest } from "../../../../src/effects/trainer/superNetwork/superNetworkTrainer.ts"
import { openWasmTrainer, type WasmTrainerRequest } from "../../../../src/effects/trainer/wasm/wasmTrainer.ts"

const imageSet = (seed: number, count: number, imageBytes: number, classes: number): ImageSet => {
  const noise = uniforms({ seed, stream: "folds", a: 0, b: 0 }, count * imageBytes)
  const labels = Uint16Array.from({ length: count }, (_, image) => image % classes)
  // Each class has its own brightness, so that there is something to learn.
  const pixels = Uint8Array.from(noise, (u, i) => 40 * labels[Math.floor(i / imageBytes)]! + Math.floor(100 * u))
  return { count, pixels, labels }
}

/** 60 images of 9 x 8 pixels and 3 colours to search on, 10 to test on. */
export const smallData: ImageData = {
  identity: { name: "small", measure: "valid", digest: "00" },
  channels: 3, height: 9, width: 8, classes: 3,
  training: imageSet(1, 60, 216, 3),
  test: imageSet(2, 10, 216, 3)
}

export const smallTraining: TrainingConfiguration = {
  ...paperConfiguration.training, channels: 4, layers: 3, batch: 8, imagesPerTraining: 20, validationImages: 18
}

/** The `step`-th random architecture with its soft weights; `changes` to the options that are in force. */
export const smallAssignment = (
  step: number, changes: Partial<TrainingConfiguration> = {}, space: Space = nasnet
): Assignment => {
  const K = operationCount(space)
  const weights = uniforms({ seed: 7, stream: "search-noise", a: step, b: 0 }, edgeCount(space) * K)
  const architecture = chosenOperations(weights, K)
  const training = { ...smallTraining, ...changes }
  return {
    step, architecture, printed: printArchitecture(space, architecture), weights, training,
    learningRate: training.learningRate, trainings: step - 1
  }
}

/** What is done with a trainer that has weights. */
export type UseTrainer<A, E> = (
  trainer: Trainer["Service"] & Required<Pick<Trainer["Service"], "weights">>
) => Effect.Effect<A, E, Scope.Scope>

/** Other options than the small ones; what an engine does not have is nothing to it. */
export type TrainerChanges = Partial<WasmTrainerRequest> & { readonly training?: Partial<TrainingConfiguration> }

/** Opens a small trainer for as long as `use` needs it. */
export type WithTrainer = <A, E>(use: UseTrainer<A, E>, changes?: TrainerChanges) => Promise<A>

/** The same for the trainers that `open` opens. */
export const withTrainerOf = (
  open: (request: SuperNetworkRequest & Partial<WasmTrainerRequest>) => Effect.Effect<Trainer["Service"], TrainerError, Scope.Scope>
): WithTrainer => (use, { training = {}, ...request } = {}) => {
  const configuration: Configuration = { ...paperConfiguration, training: { ...smallTraining, ...training } }
  const opened = open({ space: nasnet, seed: 3, configuration, data: smallData, ...request })
  return Effect.runPromise(Effect.scoped(Effect.flatMap(
    opened as Effect.Effect<Parameters<typeof use>[0], TrainerError, Scope.Scope>, use)))
}

export const withTrainer: WithTrainer = withTrainerOf((request) => openWasmTrainer({ threads: 2, ...request }))
