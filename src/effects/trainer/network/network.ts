import { left, right } from "fp-ts/lib/Either.js"
import type { Either } from "fp-ts/lib/Either.js"
import { image } from "./channels.ts"
import type { MapShape } from "./featureMap.ts"
import { mostChannels, mostLayers } from "./limits.ts"
import type { NetworkShape } from "./networkShape.ts"
import { oneInputSkeleton } from "./oneInputSkeleton.ts"
import { knownOperations } from "./operations.ts"
import { classifierParameters, sizeOf } from "./parameter.ts"
import type { Parameter } from "./parameter.ts"
import type { Skeleton } from "./skeleton.ts"
import { unitsOf } from "./stage.ts"
import { twoInputSkeleton } from "./twoInputSkeleton.ts"
import { affineParameters, parametersOf } from "./unit.ts"
import type { Normalisation } from "./unit.ts"

/** The super-network: every operation that may stand on an edge, as data. What runs is up to an architecture. */
export interface Network extends Skeleton {
  readonly shape: NetworkShape
  readonly images: MapShape
  /** global average pooling, then a linear layer */
  readonly classifier: { readonly input: MapShape; readonly weight: Parameter; readonly bias: Parameter }
  /** in a fixed order: stem, stages, last normalisation, classifier */
  readonly parameters: readonly Parameter[]
  readonly normalisations: readonly Normalisation[]
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`

/** What keeps a super-network from being built; null: nothing. */
const obstacle = ({ space, channels, layers, image, classes }: NetworkShape): string | null => {
  const sizes = {
    "C": channels, "L": layers, "the number of classes": classes,
    "the number of image channels": image.channels, "the image height": image.height, "the image width": image.width
  }
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) return `${name} must be a whole number from 1 on, but is ${size}`
  }
  if (channels > mostChannels) {
    return `${channels} channels are more than the ${mostChannels} that a super-network is built of: choose fewer --channels`
  }
  if (layers > mostLayers) {
    return `${layers} cells are more than the ${mostLayers} that a super-network is built of: choose fewer --layers`
  }
  const unknown = space.operations.find((operation) => !knownOperations.includes(operation))
  if (unknown !== undefined) {
    return `the engines do not know the operation ${JSON.stringify(unknown)} of the space ${space.name}; `
      + `they know ${knownOperations.join(", ")}`
  }
  const [{ inputs }] = space.cells
  if (space.cells.some((cell) => cell.inputs !== inputs)) {
    return `the cells of the space ${space.name} have different numbers of inputs; a network needs the same for all`
  }
  if (inputs !== 1 && inputs !== 2) {
    return `the cells of the space ${space.name} have ${counted(inputs, "input")}; super-networks are built `
      + "of cells with 1 input (NAS-Bench-201) or 2 (DARTS)"
  }
  const kinds = inputs === 1 ? 1 : 2
  return space.cells.length > kinds
    ? `the space ${space.name} has ${counted(space.cells.length, "cell kind")}; networks of cells with `
      + `${counted(inputs, "input")} have at most ${kinds}`
    : null
}

/**
 * The super-network of a space: DARTS's for cells of two inputs, NAS-Bench-201's for cells of one. `shape.space` is a
 * checked one. Left: one sentence on why the engine cannot train it.
 */
export const networkOf = (shape: NetworkShape): Either<string, Network> => {
  const why = obstacle(shape)
  if (why !== null) return left(why)
  const images: MapShape = {
    channels: image(shape.image.channels), height: shape.image.height, width: shape.image.width
  }
  const skeleton = (shape.space.cells[0].inputs === 1 ? oneInputSkeleton : twoInputSkeleton)(shape, images)
  const { stem, stages, lastNormalisation } = skeleton
  const units = [stem, ...stages.flatMap(unitsOf)]
  const input = stages[stages.length - 1].output
  const { weight, bias } = classifierParameters("classifier", input.channels, shape.classes)
  return right({
    ...skeleton,
    shape,
    images,
    classifier: { input, weight, bias },
    parameters: [...units.flatMap(parametersOf), ...affineParameters(lastNormalisation), weight, bias],
    normalisations: [...units.map(({ normalisation }) => normalisation), lastNormalisation]
      .filter((normalisation) => normalisation !== null)
  })
}

/** Logical parameters of the whole super-network: 1,930,618 for the paper's space, C = 16, L = 8, CIFAR-10. */
export const parameterCount = ({ parameters }: Network): number =>
  parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0)
