import { halves, halvesOf } from "./channels.ts"
import type { Channels } from "./channels.ts"
import { centredWindow, slidOver } from "./featureMap.ts"
import type { MapShape, Window } from "./featureMap.ts"
import { convolutionParameter, depthwiseParameter, vectorParameter } from "./parameter.ts"
import type { Parameter } from "./parameter.ts"

/** Batch normalisation after a convolution or pool. */
export interface Normalisation {
  readonly name: string
  readonly channels: Channels
  /** null: 1 and 0, as in all cells of the super-network */
  readonly affine: { readonly gamma: Parameter; readonly beta: Parameter } | null
}

/** The unit of which all networks are made: [ReLU], a convolution or pool, [batch normalisation]. */
export interface Unit {
  readonly kind: "separable" | "pointwise" | "factorised" | "dense" | "maxPool" | "averagePool"
  readonly relu: boolean
  readonly input: MapShape
  readonly output: MapShape
  readonly window: Window
  readonly depthwise: Parameter | null
  /** one, or the even and the odd kernel of a factorised reduction, which lie one behind the other in memory */
  readonly pointwise: readonly Parameter[]
  readonly normalisation: Normalisation | null
}

/** Gamma and beta, if the normalisation has them. */
export const affineParameters = (normalisation: Normalisation | null): readonly Parameter[] =>
  normalisation?.affine == null ? [] : [normalisation.affine.gamma, normalisation.affine.beta]

/** The parameters of a unit, in the order of the network's. */
export const parametersOf = ({ depthwise, pointwise, normalisation }: Unit): readonly Parameter[] =>
  [...(depthwise === null ? [] : [depthwise]), ...pointwise, ...affineParameters(normalisation)]

export const plainNormalisation = (name: string, channels: Channels): Normalisation =>
  ({ name, channels, affine: null })

export const affineNormalisation = (name: string, channels: Channels): Normalisation => ({
  name,
  channels,
  affine: { gamma: vectorParameter(`${name}.weight`, channels, 1), beta: vectorParameter(`${name}.bias`, channels, 0) }
})

const onePixel: Window = centredWindow(1, 1)

/** ReLU, depthwise convolution, pointwise convolution, BN. */
export const separableUnit = (name: string, input: MapShape, window: Window): Unit => ({
  kind: "separable",
  relu: true,
  input,
  output: slidOver(input, window),
  window,
  depthwise: depthwiseParameter(`${name}.depthwise`, input.channels, window.kernel),
  pointwise: [convolutionParameter(`${name}.pointwise`, input.channels, input.channels)],
  normalisation: plainNormalisation(`${name}.normalisation`, input.channels)
})

/** ReLU, K x K convolution, BN. */
export const denseUnit = (name: string, input: MapShape, channels: number, window: Window): Unit => {
  const outputs = halves(channels)
  return {
    kind: "dense",
    relu: true,
    input,
    output: slidOver(input, window, outputs),
    window,
    depthwise: null,
    pointwise: [convolutionParameter(`${name}.convolution`, input.channels, outputs, window.kernel)],
    normalisation: plainNormalisation(`${name}.normalisation`, outputs)
  }
}

/** ReLU, 1x1 convolution at stride 1, BN. */
export const pointwiseUnit = (name: string, input: MapShape, channels: number): Unit =>
  ({ ...denseUnit(name, input, channels, onePixel), kind: "pointwise" })

/** Factorised reduction: ReLU, two 1x1 convolutions at stride 2, the second one pixel off, joined, BN. */
export const factorisedUnit = (name: string, input: MapShape, channels: number): Unit => {
  const outputs = halves(channels)
  const [even, odd] = halvesOf(channels)
  const window = centredWindow(1, 2)
  return {
    kind: "factorised",
    relu: true,
    input,
    output: slidOver(input, window, outputs),
    window,
    depthwise: null,
    pointwise: [
      convolutionParameter(`${name}.even`, input.channels, even),
      convolutionParameter(`${name}.odd`, input.channels, odd)
    ],
    normalisation: plainNormalisation(`${name}.normalisation`, outputs)
  }
}

/** A pool, then BN unless `normalisation` is null. */
export const poolUnit = (
  kind: "maxPool" | "averagePool",
  input: MapShape,
  window: Window,
  normalisation: Normalisation | null
): Unit => ({
  kind, relu: false, input, output: slidOver(input, window), window, depthwise: null, pointwise: [], normalisation
})

/** The first layer: a 3x3 convolution of the images, BN with affine parameters. */
export const stemUnit = (images: MapShape, channels: number): Unit => {
  const outputs = halves(channels)
  const unit = denseUnit("stem", images, channels, centredWindow(3, 1))
  return { ...unit, relu: false, normalisation: affineNormalisation("stem.normalisation", outputs) }
}
