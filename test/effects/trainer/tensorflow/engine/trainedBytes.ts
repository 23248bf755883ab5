// Trains small sub-networks in TensorFlow's trainer and prints the digest of the weights after it, and the losses.
import * as Effect from "effect/Effect"
import { sha256 } from "../../../../../src/effects/log/sha256.ts"
import { openTensorflowTrainer } from "../../../../../src/effects/trainer/tensorflow/tensorflowTrainer.ts"
import { smallAssignment, withTrainerOf } from "../../superNetwork/smallTrainer.ts"

const withTrainer = withTrainerOf((request) => openTensorflowTrainer({ ...request, threads: 2, device: { type: "cpu" } }))

console.log(await withTrainer((trainer) => Effect.gen(function*() {
  const outcomes = yield* Effect.forEach([1, 2], (step) => trainer.measure(smallAssignment(step), true))
  return JSON.stringify({ outcomes, digest: sha256(yield* trainer.weights.save) })
})))
