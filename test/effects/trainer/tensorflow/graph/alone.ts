import * as Effect from "effect/Effect"
import type { Parameter } from "../../../../../src/effects/trainer/network/parameter.ts"
import { type Graph, newGraph, type Output, T } from "../../../../../src/effects/trainer/tensorflow/graph/graph.ts"
import { layoutShape, readLayout, writeLayout } from "../../../../../src/effects/trainer/tensorflow/graph/layout.ts"
import type { Pass } from "../../../../../src/effects/trainer/tensorflow/graph/pass.ts"
import { encodeSavedModel } from "../../../../../src/effects/trainer/tensorflow/graph/savedModel.ts"
import { type FeatureMap, newTape } from "../../../../../src/effects/trainer/tensorflow/graph/tape.ts"
import { joined, named } from "../../../../../src/effects/trainer/tensorflow/graph/variables.ts"
import type { Session } from "../../../../../src/effects/trainer/tensorflow/session/session.ts"
import { mapped, sizeOf, type Tensor, zeros } from "../../../../../src/effects/trainer/reference/tensor.ts"
import { hashed } from "../../reference/hashed.ts"
import { channelsLast } from "../parity/tensorflowNetwork.ts"

/** Runs a graph of constants and gives the outputs asked for, flat, in the order in which they are asked for. */
export const computed = async (session: Session, graph: Graph, wanted: readonly Output[], sizes: readonly number[]) => {
  const flat = wanted.map((output) => graph.add("Reshape", [output, graph.integers([1], [-1])], T))
  named(graph, "all", joined(graph, flat))
  await Effect.runPromise(session.ask({ type: "load", model: encodeSavedModel(graph.nodes) }))
  const { values } = await Effect.runPromise(session.ask({ type: "run", feeds: [], output: "all" }))
  let at = 0
  return sizes.map((size) => values.slice(at, at += size))
}

/** A map of PyTorch's order from TensorFlow's. */
export const channelsFirst = (values: ArrayLike<number>, [images, channels, height, width]: readonly number[]): Tensor =>
  mapped(zeros([images, channels, height, width]), (_, i) => {
    const pixels = height * width
    const image = Math.floor(i / (channels * pixels))
    return values[(image * pixels + i % pixels) * channels + Math.floor(i / pixels) % channels]
  })

export interface OperationResult {
  readonly output: Tensor
  /** of sum(output * a hashed tensor), by the input and by each parameter */
  readonly byInput: Tensor
  readonly byParameter: ReadonlyMap<string, Float32Array>
}

/** A map as constant of a graph. */
export const constantMap = (graph: Graph, { shape, data }: Tensor): FeatureMap => {
  const [images, channels, height, width] = shape
  const values = [...channelsLast({ shape, data })]
  return { output: graph.floats([images, height, width, channels], values), height, width, channels }
}

/**
 * A part of a network alone: forward on `input`, and back from a hashed gradient named `upstream`. Parameters have the
 * values that `valueOf` gives, soft weights are `softWeight`.
 */
export const alone = async (
  session: Session, input: Tensor, build: (pass: Pass, input: FeatureMap) => FeatureMap,
  valueOf: (parameter: Parameter) => ArrayLike<number>, { upstream = "upstream", softWeight = 1 } = {}
): Promise<OperationResult> => {
  const graph = newGraph()
  const tape = newTape(graph)
  const parameters = new Map<string, { readonly parameter: Parameter; readonly output: Output }>()
  const pass: Pass = {
    graph, tape, made: new Map(), onStatistics: () => {},
    parameter: (parameter) => {
      const known = parameters.get(parameter.name)
      if (known !== undefined) return known.output
      const values = new Float32Array(sizeOf(parameter.shape))
      writeLayout(parameter, Float32Array.from(valueOf(parameter)), values, 0)
      // One of its own, lest two parameters of the same values be one constant.
      const output = graph.add("Identity", [graph.floats(layoutShape(parameter), [...values])], T)
      parameters.set(parameter.name, { parameter, output })
      return output
    },
    scale: () => graph.floats([], [softWeight]),
    normalisation: ({ affine, channels: { logical } }, by) => ({
      gamma: affine === null
        ? graph.floats([logical], Array<number>(logical).fill(by === null ? 1 : softWeight))
        : pass.parameter(affine.gamma),
      beta: affine === null ? graph.floats([logical], Array<number>(logical).fill(0)) : pass.parameter(affine.beta),
      running: null
    })
  }
  const from = constantMap(graph, input)
  const to = build(pass, from)
  const outputShape = [input.shape[0], to.channels, to.height, to.width]
  tape.contribute(to.output, constantMap(graph, hashed(upstream, outputShape)).output)
  tape.backward()
  const all = [...parameters.values()]
  const results = await computed(
    session, graph,
    [to.output, tape.gradientOf(from.output)!, ...all.map(({ output }) => tape.gradientOf(output)!)],
    [sizeOf(outputShape), sizeOf(input.shape), ...all.map(({ parameter }) => sizeOf(parameter.shape))])
  return {
    output: channelsFirst(results[0]!, outputShape),
    byInput: channelsFirst(results[1]!, input.shape),
    byParameter: new Map(all.map(({ parameter }, i) => [parameter.name, readLayout(parameter, results[i + 2]!, 0)]))
  }
}
