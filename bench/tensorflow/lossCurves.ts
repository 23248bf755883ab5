import * as Effect from "effect/Effect"
import { nasnet } from "../../src/core/architecture/spaces/nasnet.ts"
import { embeddedDigits } from "../../src/effects/data/embeddedDigits.ts"
import type { NetworkShape } from "../../src/effects/trainer/network/networkShape.ts"
import { searchImages, trainingBatches } from "../../src/effects/trainer/superNetwork/searchImages.ts"
import type { SuperNetworkEngine } from "../../src/effects/trainer/superNetwork/SuperNetworkEngine.ts"
import type { TrainerError } from "../../src/effects/trainer/Trainer.ts"
import { smallAssignment } from "../../test/effects/trainer/superNetwork/smallTrainer.ts"

/** Fifty steps on the digits: five trainings of ten batches, a new architecture for each, as a search begins. */
const [batch, batchesPerTraining, trainings] = [32, 10, 5]
const training = {
  channels: 4, layers: 3, batch, imagesPerTraining: batch * batchesPerTraining, images: 2000, learningRate: 0.01
}
const seed = 3

const digits = () => embeddedDigits("digits", new AbortController().signal)

/** What an engine is opened for. */
export const curveNetwork = async (): Promise<{ readonly shape: NetworkShape; readonly batch: number }> => {
  const { classes, height, width } = await digits()
  return { batch, shape: { space: nasnet, channels: 4, layers: 3, classes, image: { channels: 1, height, width } } }
}

/** The mean loss of each of the fifty batches, before its step. */
export const lossCurve = Effect.fnUntraced(function*(
  engine: SuperNetworkEngine
): Effect.fn.Return<readonly number[], TrainerError> {
  const images = yield* searchImages(yield* Effect.promise(digits), seed, training.images)
  yield* engine.weights.reset(seed)
  const losses: number[] = []
  for (let step = 1; step <= trainings; step++) {
    const assignment = smallAssignment(step, training)
    const network = yield* engine.load(assignment, "training")
    const batches = [...trainingBatches(images, assignment)]
    for (const [i, one] of batches.entries()) {
      losses.push((yield* network.run(one, batches[i + 1] ?? null)).loss / one.images.length)
    }
  }
  return losses
})
