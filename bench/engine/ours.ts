import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { printArchitecture } from "../../src/core/architecture/notation.ts"
import { uniforms } from "../../src/core/random/uniform.ts"
import type { Assignment } from "../../src/core/search/command.ts"
import { paperConfiguration } from "../../src/core/search/configuration.ts"
import { parameterCount } from "../../src/effects/trainer/network/network.ts"
import type { Batch } from "../../src/effects/trainer/superNetwork/searchImages.ts"
import type { LoadedNetwork, SuperNetworkEngine } from "../../src/effects/trainer/superNetwork/SuperNetworkEngine.ts"
import type { EngineSize } from "../../src/effects/trainer/superNetwork/superNetworkTrainer.ts"
import { openWasmEngine } from "../../src/effects/trainer/wasm/wasmEngine.ts"
import type { Draw } from "./architectures.ts"
import type { Statistics, System } from "./system.ts"
import { parameters, work } from "./work.ts"

export const assignmentOf = ({ architecture, weights }: Draw): Assignment => ({
  step: 1,
  architecture,
  printed: printArchitecture(work.space, architecture),
  weights,
  training: paperConfiguration.training,
  learningRate: paperConfiguration.training.learningRate,
  trainings: 0
})

/** Random pixels and labels: the work does not depend on what they are. */
export const randomBatch = (
  { image, classes, batch }: Pick<EngineSize["shape"], "image" | "classes"> & Pick<EngineSize, "batch"> = work
): Batch => {
  const { channels, height, width } = image
  const size = channels * height * width
  const numbers = uniforms({ seed: 1, stream: "split", a: 0, b: 0 }, batch * (size + 1))
  const levels = Float32Array.from({ length: 256 * channels }, (_, i) => ((i % 256) - 127.5) / 64)
  return {
    source: {
      shape: image,
      levels,
      set: {
        count: batch,
        pixels: Uint8Array.from(numbers.subarray(batch), (u) => 256 * u),
        labels: Uint16Array.from(numbers.subarray(0, batch), (u) => classes * u)
      }
    },
    images: Uint32Array.from({ length: batch }, (_, image) => image),
    augmentations: undefined
  }
}

/** The super-network with its initial weights, until the scope ends. */
export const openNetwork = Effect.fnUntraced(function*(threads: number) {
  const network = yield* openWasmEngine({ shape: work, batch: work.batch, threads })
  yield* begun(network)
  return network
})

/** Gives an engine its initial weights, once it is sure that its network is the one of the work. */
export const begun = ({ network, weights }: SuperNetworkEngine) => {
  if (parameterCount(network) !== parameters) throw new Error(`our network has not ${parameters} parameters`)
  return weights.reset(1)
}

/**
 * A sub-network is loaded when another architecture, or another purpose, comes: then that is part of its time, as it is
 * in a search. So is writing the images into the engine's memory.
 */
const running = ({ load }: SuperNetworkEngine) => {
  const batch = randomBatch()
  let lastLoss = NaN
  let loaded: { readonly draw: Draw; readonly what: string; readonly network: LoadedNetwork } | null = null
  const timed = async (
    draw: Draw, purpose: "training" | "evaluation", statistics: Statistics = "batch"
  ): Promise<number> => {
    const start = performance.now()
    const what = `${purpose} ${statistics}`
    if (loaded?.draw !== draw || loaded.what !== what) {
      const assignment = assignmentOf(draw)
      const training = { ...assignment.training, validationStatistics: statistics }
      loaded = { draw, what, network: await Effect.runPromise(load({ ...assignment, training }, purpose)) }
    }
    const { loss, images } = await Effect.runPromise(loaded.network.run(batch, null))
    const seconds = (performance.now() - start) / 1000
    if (!Number.isFinite(loss)) throw new Error("our network diverged, and what it does then is no measure")
    lastLoss = loss / images
    return seconds
  }
  return { timed, lastLoss: () => lastLoss }
}

/** A system of ours: one of our engines, opened for the work. */
export const engineSystem = async <E>(
  name: string, open: Effect.Effect<SuperNetworkEngine, E, Scope.Scope>
): Promise<System> => {
  const scope = await Effect.runPromise(Scope.make())
  const { timed, lastLoss } = running(await Effect.runPromise(Scope.provide(open, scope)))
  return {
    name,
    train: (draw) => timed(draw, "training"),
    validate: (draw, statistics) => timed(draw, "evaluation", statistics),
    lastLoss,
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}

export const ours = (threads: number, name = "pvll"): Promise<System> => engineSystem(name, openNetwork(threads))
