import type { NetworkShape } from "../network/networkShape.ts"
import { cellNodes } from "./cell.ts"
import type { Choice } from "./cell.ts"
import { averagePoolOf, concatenationOf, convolutionOf, normalisedOf, reluOf, weightedSumOf } from "./layers.ts"
import type { Pass } from "./layers.ts"
import { factorisedReduction, reluConvolution } from "./operations.ts"
import type { Traced } from "./tape.ts"

/** The cells before which the maps are halved: a third and two thirds of the way. */
const isReduction = (cell: number, layers: number): boolean =>
  cell === Math.floor(layers / 3) || cell === Math.floor((2 * layers) / 3)

const stem = (pass: Pass, images: Traced, channels: number): Traced =>
  normalisedOf(pass, convolutionOf(pass, "stem.convolution", images, channels, { kernel: 3 }), "stem.normalisation")

/**
 * The network of DARTS, for cells of two inputs, which are the outputs of the two cells before: the last of the space's
 * kinds stands where maps are halved and channels doubled, the first one elsewhere. A cell's output is all its nodes.
 */
const stackOfCells = (
  pass: Pass, { space, channels, layers }: NetworkShape, choice: Choice, images: Traced
): Traced => {
  let previous = stem(pass, images, 3 * channels)
  let beforePrevious = previous
  let width = channels
  let previousReduced = false
  for (let i = 0; i < layers; i++) {
    const reduction = isReduction(i, layers)
    if (reduction) width *= 2
    const name = `cells.${i}`
    const first = previousReduced
      ? factorisedReduction(pass, `${name}.preprocess0`, beforePrevious, width)
      : reluConvolution(pass, `${name}.preprocess0.convolution`, beforePrevious, width, { kernel: 1 })
    const second = reluConvolution(pass, `${name}.preprocess1.convolution`, previous, width, { kernel: 1 })
    const kind = reduction ? space.cells.length - 1 : 0
    const place = { kind, name, stride: reduction ? 2 : 1, normalisedPools: true }
    const nodes = cellNodes(pass, space, choice, place, [first, second])
    ;[beforePrevious, previous] = [previous, concatenationOf(pass, nodes)]
    previousReduced = reduction
  }
  return previous
}

/** Twice ReLU-convolution-BN, the first one halving the map, plus the averaged input by a 1x1 convolution. */
const residualBlock = (pass: Pass, name: string, input: Traced, outputs: number): Traced => {
  const first = reluConvolution(pass, `${name}.first`, input, outputs, { kernel: 3, stride: 2 })
  const second = reluConvolution(pass, `${name}.second`, first, outputs, { kernel: 3 })
  const halved = averagePoolOf(pass, input, { kernel: 2, stride: 2 })
  return weightedSumOf(pass, [second, convolutionOf(pass, `${name}.shortcut`, halved, outputs, { kernel: 1 })], [1, 1])
}

/**
 * The macro network of NAS-Bench-201, for cells of one input: three stages of cells with a residual block between
 * stages. A cell's output is its last node.
 */
const stagesOfCells = (
  pass: Pass, { space, channels, layers }: NetworkShape, choice: Choice, images: Traced
): Traced => {
  let value = stem(pass, images, channels)
  let residuals = 0
  for (let i = 0; i < layers; i++) {
    if (isReduction(i, layers)) {
      value = residualBlock(pass, `residuals.${residuals++}`, value, 2 * value.value.shape[1])
    }
    const place = { kind: 0, name: `cells.${i}`, stride: 1, normalisedPools: false }
    value = cellNodes(pass, space, choice, place, [value]).at(-1)!
  }
  return reluOf(pass, normalisedOf(pass, value, "normalisation"))
}

/** The maps that the classifier averages. */
export const superNetworkMaps = (pass: Pass, network: NetworkShape, choice: Choice, images: Traced): Traced =>
  network.space.cells[0].inputs === 1
    ? stagesOfCells(pass, network, choice, images)
    : stackOfCells(pass, network, choice, images)
