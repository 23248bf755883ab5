import { operationCount } from "../../../src/core/architecture/space.ts"
import type { Network } from "../../../src/effects/trainer/network/network.ts"
import type { Parameter } from "../../../src/effects/trainer/network/parameter.ts"
import type { Candidate } from "../../../src/effects/trainer/network/operations.ts"
import type { Stage, StageEdge } from "../../../src/effects/trainer/network/stage.ts"
import { parametersOf } from "../../../src/effects/trainer/network/unit.ts"
import type { Draw } from "../../engine/architectures.ts"
import { applyUnit, type Pass } from "./layers.ts"
import type { Tensor } from "./tfjs.ts"

const chosenOn = ({ choice, candidates }: StageEdge, { architecture }: Draw): Candidate =>
  candidates[choice === null ? 0 : architecture[choice]!]!

/** The parameters of a sampled network, in the order of the whole one's. */
export const sampledParameters = (network: Network, draw: Draw): readonly Parameter[] => {
  const units = [network.stem, ...network.stages.flatMap(({ inputs, edges }) => [
    ...inputs.flatMap(({ preprocess }) => (preprocess === null ? [] : [preprocess])),
    ...edges.flatMap((edge) => {
      const candidate = chosenOn(edge, draw)
      return candidate.type === "units" ? candidate.units : []
    })
  ])]
  return [...units.flatMap(parametersOf), network.classifier.weight, network.classifier.bias]
}

/** The operation of an edge times its soft weight; null: it gives zeros. */
const applyEdge = (pass: Pass, edge: StageEdge, draw: Draw, operations: number, input: Tensor): Tensor | null => {
  const candidate = chosenOn(edge, draw)
  if (candidate.type === "none") return null
  const output = candidate.type === "units"
    ? candidate.units.reduce((x, unit) => applyUnit(pass, x, unit), input)
    : input
  const { choice } = edge
  return choice === null ? output : pass.tf.mul(output, draw.weights[choice * operations + draw.architecture[choice]!]!)
}

const applyStage = (pass: Pass, stage: Stage, draw: Draw, operations: number, outputs: readonly Tensor[]): Tensor => {
  const { tf } = pass
  const states = stage.inputs.map(({ from, preprocess }) =>
    preprocess === null ? outputs[from + 1]! : applyUnit(pass, outputs[from + 1]!, preprocess))
  const { height, width, channels: { logical } } = stage.node
  for (let node = 0; node < stage.nodes; node++) {
    const parts = stage.edges
      .filter(({ to }) => to === stage.inputs.length + node)
      .map((edge) => applyEdge(pass, edge, draw, operations, states[edge.from]!))
      .filter((part) => part !== null)
    states.push(parts.length === 0 ? tf.zeros([states[0]!.shape[0]!, height, width, logical]) : tf.addN(parts))
  }
  return tf.concat(states.slice(stage.inputs.length), 3)
}

/** Mean cross-entropy of a batch by a sampled network of cells with two inputs: a scalar. */
export const lossOf = (pass: Pass, network: Network, draw: Draw, images: Tensor, labels: Tensor): Tensor => {
  const { tf, weight } = pass
  const operations = operationCount(network.shape.space)
  const outputs = [applyUnit(pass, images, network.stem)]
  for (const stage of network.stages) outputs.push(applyStage(pass, stage, draw, operations, outputs))
  const features = tf.mean(outputs.at(-1)!, [1, 2])
  const { classifier, shape } = network
  const logits = tf.add(tf.matMul(features, weight(classifier.weight), false, true), weight(classifier.bias))
  return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, shape.classes), logits)
}
