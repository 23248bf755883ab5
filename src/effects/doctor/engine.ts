import * as Effect from "effect/Effect"
import { weightsOn } from "../../core/architecture/architecture.ts"
import { nasnet } from "../../core/architecture/spaces/nasnet.ts"
import { edgeCount, operationCount } from "../../core/architecture/space.ts"
import { changed } from "../../core/search/configurationChanges.ts"
import { assignmentOf } from "../../core/search/assignment.ts"
import { presets } from "../../core/search/presets.ts"
import { words } from "../../core/random/stream.ts"
import type { ImageData, ImageSet } from "../data/imageData.ts"
import { sha256 } from "../log/sha256.ts"
import { openWasmTrainer } from "../trainer/wasm/wasmTrainer.ts"

/** SHA-256 of the weights after the training below, the same on every machine; changes with the engine's version. */
const expectedWeights = "fba9598c2de5fb306ec4f83ef3b2b0d3e670da5ffa8c1bba2afc94e7cef1939e"

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

/** Every operation of the space stands on some edge. */
const architecture = Array.from({ length: edgeCount(nasnet) }, (_, edge) => edge % operationCount(nasnet))

/** Trains a small network on all cores; gives images a second. Fails where the weights are not those of other machines. */
export const trainSmall: Effect.Effect<{ readonly threads: number; readonly imagesPerSecond: number }, Error> = Effect.scoped(
  Effect.gen(function*() {
    const trainer = yield* openWasmTrainer({ space: nasnet, seed, configuration, data, threads: undefined })
    const sample = { step: 1, architecture, weights: weightsOn(architecture, operationCount(nasnet), 1) }
    const assignment = assignmentOf(nasnet, configuration, sample, "first")
    yield* trainer.train(assignment)
    const from = performance.now()
    yield* trainer.train(assignment)
    const seconds = (performance.now() - from) / 1000
    const found = sha256(yield* trainer.weights!.save)
    if (found !== expectedWeights) {
      return yield* Effect.fail(new Error(
        `it gives other weights than on other machines (${found.slice(0, 12)}...): please report it, with \`node --version\``
      ))
    }
    return { threads: trainer.threads!, imagesPerSecond: images / seconds }
  })
)
