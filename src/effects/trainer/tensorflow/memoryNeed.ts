import type { Candidate } from "../network/operations.ts"
import { type MapShape, pixels } from "../network/featureMap.ts"
import { type Network, parameterCount } from "../network/network.ts"
import type { Stage } from "../network/stage.ts"
import type { Unit } from "../network/unit.ts"

/** TensorFlow's library and what it keeps for itself: about this much whatever is trained (measured). */
const library = 400 * 2 ** 20

/**
 * Of all maps on the way there, this share is there at the worst moment, with gradients and working memory: those that are
 * not needed on the way back are given free at once (measured: 0.7).
 */
const worst = 0.8

const floatsOf = (map: MapShape): number => map.channels.logical * pixels(map)

/** Floats that one image leaves behind in a unit: after the ReLU, the depthwise convolution, the convolution, the normalisation. */
const unitFloats = ({ input, output, depthwise, normalisation, relu }: Unit): number =>
  (relu ? floatsOf(input) : 0) + (depthwise === null ? 0 : floatsOf(output)) + floatsOf(output)
  + (normalisation === null ? 0 : floatsOf(output))

const candidateFloats = (candidate: Candidate | null): number =>
  candidate?.type === "units" ? candidate.units.reduce((sum, unit) => sum + unitFloats(unit), 0) : 0

const stageFloats = ({ inputs, edges, nodes, node, output }: Stage): number =>
  inputs.reduce((sum, { preprocess }) => sum + (preprocess === null ? 0 : unitFloats(preprocess)), 0)
  + edges.reduce((sum, { candidates }) => sum + Math.max(...candidates.map(candidateFloats)), 0)
  + nodes * floatsOf(node) + floatsOf(output)

/** Bytes that TensorFlow needs for a step of the largest sub-network, on `batch` images. */
export const memoryNeed = (network: Network, batch: number): number => {
  const image = unitFloats(network.stem) + network.stages.reduce((sum, stage) => sum + stageFloats(stage), 0)
  return library + worst * 4 * batch * image + 16 * parameterCount(network)
}

/** Bytes of the weights that stay here: standing, remembered, and on their way (weights and momenta each). */
export const keptHere = (network: Network): number => 6 * 4 * parameterCount(network)
