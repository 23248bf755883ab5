import * as Effect from "effect/Effect"
import { weightsOn } from "../../core/architecture/architecture.ts"
import { nasnet } from "../../core/architecture/spaces/nasnet.ts"
import { edgeCount, operationCount } from "../../core/architecture/space.ts"
import { words } from "../../core/random/stream.ts"
import { assignmentOf } from "../../core/search/assignment.ts"
import type { Assignment } from "../../core/search/command.ts"
import { changed } from "../../core/search/configurationChanges.ts"
import { presets } from "../../core/search/presets.ts"
import type { ImageData, ImageSet } from "../data/imageData.ts"
import type { SuperNetworkRequest } from "../trainer/superNetwork/superNetworkTrainer.ts"
import { type Trainer, TrainerError } from "../trainer/Trainer.ts"

const seed = 1
const images = 256

/** Images of nothing: grey noise with labels in turn. */
const noise = (count: number): ImageSet => ({
  count,
  pixels: Uint8Array.from(words({ seed, stream: "folds", a: 2, b: count }, count * 256), (word) => word >>> 24),
  labels: Uint16Array.from({ length: count }, (_, i) => i % 10)
})

const data: ImageData = {
  identity: { name: "noise", measure: "valid", digest: "" },
  channels: 1, height: 16, width: 16, classes: 10,
  training: noise(2 * images),
  test: noise(0)
}

const configuration = changed(presets.digits, { training: { channels: 8, layers: 3, imagesPerTraining: images } })

/** A small network that any engine can be tried with. */
export const smallNetwork: SuperNetworkRequest = { space: nasnet, seed, configuration, data }

/** Every operation of the space stands on some edge. */
const architecture = Array.from({ length: edgeCount(nasnet) }, (_, edge) => edge % operationCount(nasnet))

const sample = { step: 1, architecture, weights: weightsOn(architecture, operationCount(nasnet), 1) }

/** What a try of an engine gave. */
export interface Tried {
  /** validation losses of the initial weights, and after one batch */
  readonly losses: readonly [number, number]
  /** of the last training */
  readonly imagesPerSecond: number
}

const whole = assignmentOf(nasnet, configuration, sample, "first")

/** One batch, in a small step: after many, on images of nothing, the last digits of float32 become the first ones. */
const oneBatch: Assignment = {
  ...whole, learningRate: 0.02, training: { ...whole.training, imagesPerTraining: whole.training.batch }
}

const lossOf = Effect.fnUntraced(function*(trainer: Trainer["Service"]): Effect.fn.Return<number, TrainerError> {
  const outcome = yield* trainer.measure(whole, false)
  return outcome.type === "measured"
    ? outcome.data.loss
    : yield* new TrainerError({ message: `a small network could not be measured: it ${outcome.type}` })
})

/**
 * Measures the small network, trains it on one batch and measures it again, to be compared with other engines; then
 * trains the initial weights twice, the second time to take the time.
 */
export const tryTrainer = Effect.fnUntraced(function*(trainer: Trainer["Service"]): Effect.fn.Return<Tried, TrainerError> {
  const initial = yield* lossOf(trainer)
  yield* trainer.train(oneBatch)
  const losses = [initial, yield* lossOf(trainer)] as const
  yield* trainer.weights?.reset ?? Effect.void
  yield* trainer.train(whole)
  const from = performance.now()
  yield* trainer.train(whole)
  return { losses, imagesPerSecond: images / ((performance.now() - from) / 1000) }
})

/** `1234 images of 16 x 16 a second through 3 cells of 8 channels` */
export const speedText = ({ imagesPerSecond }: Tried): string =>
  `${Math.round(imagesPerSecond)} images of 16 x 16 a second through 3 cells of 8 channels`
