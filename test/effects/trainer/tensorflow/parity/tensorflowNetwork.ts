import * as Effect from "effect/Effect"
import * as E from "fp-ts/lib/Either.js"
import { architectureKey } from "../../../../../src/core/architecture/architecture.ts"
import { paperConfiguration } from "../../../../../src/core/search/configuration.ts"
import type { Assignment } from "../../../../../src/core/search/command.ts"
import { networkOf } from "../../../../../src/effects/trainer/network/network.ts"
import type { NetworkShape } from "../../../../../src/effects/trainer/network/networkShape.ts"
import type { Choice } from "../../../../../src/effects/trainer/reference/cell.ts"
import type { NetworkState } from "../../../../../src/effects/trainer/superNetwork/networkState.ts"
import { encodeSavedModel } from "../../../../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import { inputs, outputs } from "../../../../../src/effects/trainer/tensorflow/graph/names.ts"
import { type TrainingGraph, trainingGraph } from "../../../../../src/effects/trainer/tensorflow/graph/trainingGraph.ts"
import type { Feed } from "../../../../../src/effects/trainer/tensorflow/session/messages.ts"
import type { Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { readState, writeState } from "../../../../../src/effects/trainer/tensorflow/stateVector.ts"
import type { GradientResult, ParityNetwork } from "../../parity/ParityNetwork.ts"
import type { Batch } from "../../reference/hashed.ts"

const bits = (values: Iterable<number>): Int32Array => new Int32Array(Float32Array.from(values).buffer)

/** PyTorch's order, channels first, as TensorFlow is fed. */
export const channelsLast = ({ shape, data }: { readonly shape: readonly number[]; readonly data: ArrayLike<number> }): Float32Array => {
  const [images, channels, height, width] = shape
  const pixels = height * width
  return Float32Array.from({ length: images * channels * pixels }, (_, i) => {
    const image = Math.floor(i / (channels * pixels))
    const pixel = Math.floor(i / channels) % pixels
    return data[(image * channels + i % channels) * pixels + pixel]
  })
}

const feedsOf = ({ images, labels }: Batch): readonly Feed[] => {
  const [count, channels, height, width] = images.shape
  return [
    { name: inputs.images, shape: [count, height, width, channels], values: bits(channelsLast(images)) },
    { name: inputs.labels, shape: [count], values: Int32Array.from(labels) }
  ]
}

/** Graphs of the engine on batches of any numbers, without the engine around them. */
export const tensorflowNetwork = (session: () => Session) => (shape: NetworkShape): ParityNetwork => {
  const built = networkOf(shape)
  if (E.isLeft(built)) throw new Error(built.left)
  const network = built.right
  const nothing: NetworkState = { weights: new Map(), momentum: new Map(), running: new Map() }
  let state = nothing
  let loaded: { readonly key: string; readonly graph: TrainingGraph } | null = null

  const run = async (output: string, feeds: readonly Feed[] = []): Promise<Float32Array> =>
    (await Effect.runPromise(session().ask({ type: "run", feeds, output }))).values
  const bring = async ({ architecture, softWeights }: Choice, learningRate: number): Promise<TrainingGraph> => {
    const key = architectureKey(architecture)
    if (loaded?.key !== key) {
      const graph = trainingGraph(network, architecture, false)
      await Effect.runPromise(session().ask({ type: "load", model: encodeSavedModel(graph.nodes) }))
      loaded = { key, graph }
    }
    const assignment: Assignment = {
      step: 1, architecture, printed: "", weights: Float64Array.from(softWeights), learningRate, trainings: 0,
      training: { ...paperConfiguration.training, momentum: 0.9, weightDecay: 3e-4, gradientClip: 5 }
    }
    const vector = writeState(loaded.graph, network, assignment, state)
    await run(outputs.loaded, [{ name: inputs.state, shape: [vector.length], values: new Int32Array(vector.buffer) }])
    return loaded.graph
  }
  const result = (values: Float32Array) => {
    const images = values.length / 2
    const sum = (numbers: Float32Array): number => numbers.reduce((total, x) => total + x, 0)
    return { loss: sum(values.subarray(0, images)) / images, right: sum(values.subarray(images)) }
  }

  return {
    setParameters: (values) => {
      const weights = network.parameters.map(({ name, shape }) => [name, Float32Array.from(values(name, shape))] as const)
      state = { ...nothing, weights: new Map(weights) }
    },
    parameters: () => state.weights,
    gradients: async (choice, batch): Promise<GradientResult> => {
      const graph = await bring(choice, 0.025)
      const evaluated = result(await run(outputs.evaluated, feedsOf(batch)))
      const gradient = await run(outputs.gradient, feedsOf(batch))
      const vector = new Float32Array(2 * gradient.length)
      vector.set(gradient)
      return { ...evaluated, gradients: readState({ ...graph, normalisations: [] }, vector, nothing).weights }
    },
    descend: async (choice, batch, learningRate) => {
      const graph = await bring(choice, learningRate)
      const trained = result(await run(outputs.trained, feedsOf(batch)))
      state = readState(graph, await run(outputs.state), state)
      return trained
    }
  }
}
