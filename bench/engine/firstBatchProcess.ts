import * as Effect from "effect/Effect"
import { printArchitecture } from "../../src/core/architecture/notation.ts"
import { nasnet } from "../../src/core/architecture/spaces/nasnet.ts"
import { paperConfiguration } from "../../src/core/search/configuration.ts"
import { openImages } from "../../src/effects/data/openImages.ts"
import { openWasmTrainer } from "../../src/effects/trainer/wasm/wasmTrainer.ts"
import { mix } from "./architectures.ts"
import { work } from "./work.ts"

/** `firstBatchProcess.ts THREADS`: reads the embedded digits, opens the engine, trains one batch, and ends. */
const threads = Number(process.argv[2])
const { batch } = work
const training = { ...paperConfiguration.training, batch, imagesPerTraining: batch, augmentation: "none" } as const
const draw = mix()

const trainOnce = Effect.gen(function*() {
  const data = yield* openImages({ kind: "mnist", folder: null })
  const trainer = yield* openWasmTrainer({
    space: nasnet, seed: 1, configuration: { ...paperConfiguration, training }, data, threads
  })
  yield* trainer.train({
    step: 1, ...draw, printed: printArchitecture(nasnet, draw.architecture), training,
    learningRate: training.learningRate, trainings: 0
  })
})

await Effect.runPromise(Effect.scoped(trainOnce))
