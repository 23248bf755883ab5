import {
  averagePoolOf, concatenationOf, convolutionOf, depthwiseOf, maxPoolOf, normalisedOf, reluOf, shiftedOf, zerosOf
} from "./layers.ts"
import type { ConvolutionSize, Pass } from "./layers.ts"
import type { Traced } from "./tape.ts"

/** ReLU, convolution, batch normalisation. */
export const reluConvolution = (
  pass: Pass, name: string, input: Traced, outputs: number, size: ConvolutionSize
): Traced => normalisedOf(pass, convolutionOf(pass, name, reluOf(pass, input), outputs, size))

/** ReLU, depthwise convolution, pointwise convolution, batch normalisation. */
const depthwiseSeparable = (pass: Pass, name: string, input: Traced, size: ConvolutionSize): Traced => {
  const deep = depthwiseOf(pass, `${name}.depthwise`, reluOf(pass, input), size)
  return normalisedOf(pass, convolutionOf(pass, `${name}.pointwise`, deep, input.value.shape[1], { kernel: 1 }))
}

/**
 * ReLU, then two 1x1 convolutions of stride 2 side by side: on the pixels (0, 0), (0, 2), ... and on (1, 1), (1, 3),
 * ...; batch normalisation over both. The first one has ceil(outputs / 2) channels.
 */
export const factorisedReduction = (pass: Pass, name: string, input: Traced, outputs: number): Traced => {
  const positive = reluOf(pass, input)
  const half = Math.ceil(outputs / 2)
  const size = { kernel: 1, stride: 2 }
  const even = convolutionOf(pass, `${name}.even`, positive, half, size)
  if (half === outputs) return normalisedOf(pass, even)
  const odd = convolutionOf(pass, `${name}.odd`, shiftedOf(pass, positive), outputs - half, size)
  return normalisedOf(pass, concatenationOf(pass, [even, odd]))
}

/** Where an operation stands. */
export interface OperationPlace {
  /** what the names of its weights begin with */
  readonly name: string
  readonly stride: number
  /** whether pools are followed by batch normalisation (DARTS) or not (NAS-Bench-201) */
  readonly normalisedPools: boolean
}

type Build = (pass: Pass, place: OperationPlace, input: Traced, kernel: number) => Traced

const pool = (poolOf: typeof maxPoolOf): Build => (pass, { stride, normalisedPools }, input, kernel) => {
  const pooled = poolOf(pass, input, { kernel, stride })
  return normalisedPools ? normalisedOf(pass, pooled) : pooled
}

/** The operations that have a size, `sep_conv_3x3`: each keeps the number of channels. */
const sized: ReadonlyMap<string, Build> = new Map<string, Build>([
  ["max_pool", pool(maxPoolOf)],
  ["avg_pool", pool(averagePoolOf)],
  ["nor_conv", (pass, { name, stride }, input, kernel) =>
    reluConvolution(pass, `${name}.0.convolution`, input, input.value.shape[1], { kernel, stride })],
  ["dil_conv", (pass, { name, stride }, input, kernel) =>
    depthwiseSeparable(pass, `${name}.0`, input, { kernel, stride, dilation: 2 })],
  ["sep_conv", (pass, { name, stride }, input, kernel) =>
    depthwiseSeparable(pass, `${name}.1`, depthwiseSeparable(pass, `${name}.0`, input, { kernel, stride }), { kernel })]
])

/** The operation of that name (DARTS' and NAS-Bench-201's names) on `input`. */
export const operationOf = (pass: Pass, operation: string, place: OperationPlace, input: Traced): Traced => {
  if (operation === "none") return zerosOf(pass, input, place.stride)
  if (operation === "skip_connect") {
    return place.stride === 1 ? input : factorisedReduction(pass, `${place.name}.0`, input, input.value.shape[1])
  }
  const [, family, kernel] = /^(.*)_(\d+)x\2$/.exec(operation) ?? []
  const build = sized.get(family)
  if (build === undefined) throw new RangeError(`unknown operation ${operation}`)
  return build(pass, place, input, Number(kernel))
}
