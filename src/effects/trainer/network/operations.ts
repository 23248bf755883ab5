import { centredWindow } from "./featureMap.ts"
import type { MapShape } from "./featureMap.ts"
import {
  denseUnit, factorisedUnit, plainNormalisation, pointwiseUnit, poolUnit, separableUnit
} from "./unit.ts"
import type { Unit } from "./unit.ts"

/** What an operation does on an edge: nothing, pass its input on, or a chain of units. */
export type Candidate =
  | { readonly type: "none" }
  | { readonly type: "identity" }
  | { readonly type: "units"; readonly units: readonly Unit[] }

/** Where an operation stands. */
export interface Place {
  /** begins the names of its parameters: `cells.0.edges.3.sep_conv_3x3` */
  readonly name: string
  readonly input: MapShape
  readonly stride: number
  /** whether pools are followed by BN (DARTS), or not (NAS-Bench-201) */
  readonly normalisedPools: boolean
}

const chain = (...units: readonly Unit[]): Candidate => ({ type: "units", units })

/** Twice [ReLU, depthwise, pointwise, BN]; the first depthwise convolution carries the stride. */
const separable = (kernel: number) => ({ name, input, stride }: Place): Candidate => {
  const first = separableUnit(`${name}.0`, input, centredWindow(kernel, stride))
  return chain(first, separableUnit(`${name}.1`, first.output, centredWindow(kernel, 1)))
}

/** Once [ReLU, depthwise of dilation 2, pointwise, BN]. */
const dilated = (kernel: number) => ({ name, input, stride }: Place): Candidate =>
  chain(separableUnit(`${name}.0`, input, centredWindow(kernel, stride, 2)))

/** ReLU, convolution, BN. */
const convolution = (kernel: number) => ({ name, input, stride }: Place): Candidate =>
  chain(kernel === 1 && stride === 1
    ? pointwiseUnit(`${name}.0`, input, input.channels.logical)
    : denseUnit(`${name}.0`, input, input.channels.logical, centredWindow(kernel, stride)))

const pool = (kind: "maxPool" | "averagePool") => ({ name, input, stride, normalisedPools }: Place): Candidate =>
  chain(poolUnit(kind, input, centredWindow(3, stride),
    normalisedPools ? plainNormalisation(`${name}.0.normalisation`, input.channels) : null))

/** At stride 2 a factorised reduction. */
const skip = ({ name, input, stride }: Place): Candidate =>
  stride === 1 ? { type: "identity" } : chain(factorisedUnit(`${name}.0`, input, input.channels.logical))

const operations: ReadonlyMap<string, (place: Place) => Candidate> = new Map([
  ["none", (): Candidate => ({ type: "none" })],
  ["skip_connect", skip],
  ["max_pool_3x3", pool("maxPool")],
  ["avg_pool_3x3", pool("averagePool")],
  ["sep_conv_3x3", separable(3)],
  ["sep_conv_5x5", separable(5)],
  ["sep_conv_7x7", separable(7)],
  ["dil_conv_3x3", dilated(3)],
  ["dil_conv_5x5", dilated(5)],
  ["nor_conv_1x1", convolution(1)],
  ["nor_conv_3x3", convolution(3)],
  ["nor_conv_5x5", convolution(5)]
])

/** The operations that the engine can train, by the names of DARTS and NAS-Bench-201. */
export const knownOperations: readonly string[] = [...operations.keys()]

/** The operation of that name at a place; null if the engine does not know it. */
export const candidate = (operation: string, place: Place): Candidate | null =>
  operations.get(operation)?.(place) ?? null
