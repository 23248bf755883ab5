import { expect } from "vitest"
import {
  depthwisePlace, forward, type PlainConvolution, pointwisePlace, readGradient, weightGradient
} from "./convolutionReference.ts"
import { furthest, furthestOf, imagesOf, KernelMemory, many, noise, type TestMap, type Value } from "./kernelMemory.ts"
import { parameterWords, type ProgramRecord } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"

export interface ConvolutionCase {
  readonly kind: "separable" | "pointwise" | "factorised" | "dense"
  readonly batch: number
  readonly channels: number
  readonly outputChannels: number
  readonly height: number
  readonly width: number
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
  readonly relu: 0 | 1
  readonly accumulate: 0 | 1
  /** whether the input needs a gradient */
  readonly inputGradient: boolean
}

const tolerance = 2e-5

const outputSize = (size: number, { kind, kernel, dilation, stride }: ConvolutionCase): number =>
  kind === "factorised" ? Math.ceil(size / 2) : Math.floor((size - 1 - (dilation * (kernel - 1)) % 2) / stride) + 1

/** Number of weights and their places in memory: `pointwise` of all kinds, `depthwise` of separable convolutions. */
const layout = ({ kind, channels, outputChannels, kernel }: ConvolutionCase) => {
  const taps = kernel * kernel, half = outputChannels / 2
  return {
    depthwise: kind === "separable" ? channels * taps : 0,
    pointwise: channels * outputChannels * (kind === "dense" ? taps : 1),
    place: (output: number, input: number, tap: number): number => {
      if (kind === "dense") return pointwisePlace(tap * channels + input, output, taps * channels, outputChannels)
      if (kind !== "factorised") return pointwisePlace(input, output, channels, outputChannels)
      const block = output < half ? 0 : 1
      return block * channels * half + pointwisePlace(input, output - block * half, channels, half)
    }
  }
}

/** The plain convolution that the case equals. */
const plain = (c: ConvolutionCase, pointwise: ArrayLike<number>, depthwise: ArrayLike<number>): PlainConvolution => {
  const { place } = layout(c), taps = c.kernel * c.kernel, half = c.outputChannels / 2
  const sizes = {
    batch: c.batch, inputs: c.channels, height: c.height, width: c.width,
    outputs: c.outputChannels, outputHeight: outputSize(c.height, c), outputWidth: outputSize(c.width, c),
    kernel: c.kernel, dilation: c.dilation, stride: c.stride, padding: c.dilation * (c.kernel - 1) / 2
  }
  const weight = (o: number, i: number, tap: number): number => pointwise[place(o, i, tap)]!
  switch (c.kind) {
    case "separable":
      return { ...sizes, weight: (o, i, tap) => weight(o, i, 0) * depthwise[depthwisePlace(i, tap, taps)]! }
    case "factorised":
      // the even pixels are tap 0 of a window of 2 x 2, the odd ones tap 3
      return {
        ...sizes, kernel: 2, dilation: 1, stride: 2, padding: 0,
        weight: (o, i, tap) => tap === (o < half ? 0 : 3) ? weight(o, i, 0) : 0
      }
    default:
      return { ...sizes, weight }
  }
}

const sumsOver = (images: ReadonlyArray<number>, map: TestMap, factors: ReadonlyArray<Value>): Array<number> =>
  Array.from({ length: map.channels }, (_, channel) => {
    let sum = 0
    for (const b of images) for (let y = 0; y < map.height; y++) for (let x = 0; x < map.width; x++) {
      sum += factors.reduce((product, factor) => product * factor(b, channel, y, x), 1)
    }
    return sum
  })

/** Runs a convolution forward and backward and compares all that it wrote with plain loops. */
export const checkConvolution = (c: ConvolutionCase, seed = 1): void => {
  const memory = new KernelMemory(), next = noise(seed + c.height + 50 * c.width + c.kernel)
  const { batch, channels, outputChannels, height, width, kernel } = c
  const sizes = layout(c), taps = kernel * kernel
  const float32 = (length: number): Float32Array => Float32Array.from(many(length, next))
  const depthwise = float32(sizes.depthwise), pointwise = float32(sizes.pointwise)
  const convolution = plain(c, pointwise, depthwise)
  const { outputHeight, outputWidth } = convolution

  const input = memory.map(batch, channels, height, width, next)
  const output = memory.map(batch, outputChannels, outputHeight, outputWidth)
  const gradient = memory.map(batch, outputChannels, outputHeight, outputWidth, next)
  const inputGradient = memory.map(batch, channels, height, width, next)
  const before = memory.read(inputGradient), x = memory.read(input), g = memory.read(gradient)
  const affine = float32(2 * channels), coefficients = float32(3 * outputChannels)
  const addresses = { depthwise: memory.floats(depthwise), pointwise: memory.floats(pointwise) }
  const prepared = {
    depthwiseTurned: memory.allocate(4 * sizes.depthwise), pointwiseTransposed: memory.allocate(4 * sizes.pointwise)
  }
  const gradients = {
    depthwiseGradient: memory.slice(4 * sizes.depthwise), pointwiseGradient: memory.slice(4 * sizes.pointwise)
  }
  const forwardSums = memory.slice(16 * outputChannels), backwardSums = memory.slice(16 * channels)

  const list = memory.allocate(3 * 4 * parameterWords.length)
  const half = outputChannels / 2, preparedHalf = prepared.pointwiseTransposed + 4 * channels * half
  const pointwiseEntries = c.kind === "factorised" ? [
    [addresses.pointwise, 0, 0, channels * half, 2, channels, half, prepared.pointwiseTransposed],
    [addresses.pointwise + 4 * channels * half, 0, 0, channels * half, 2, channels, half, preparedHalf]
  ] : [[
    addresses.pointwise, 0, 0, sizes.pointwise, 2, sizes.pointwise / outputChannels, outputChannels,
    prepared.pointwiseTransposed
  ]]
  const entries = c.kind === "separable"
    ? [...pointwiseEntries, [addresses.depthwise, 0, 0, sizes.depthwise, 1, taps, channels, prepared.depthwiseTurned]]
    : pointwiseEntries
  memory.i32.set(entries.flat(), list / 4)

  const words = {
    ...addresses, ...prepared, input: input.address, inputStride: input.stride, inputAffine: memory.sliceFloats(affine),
    relu: c.relu, channels, height, width, kernel, dilation: c.dilation, stride: c.stride,
    padding: c.kind === "factorised" ? 0 : c.dilation * (kernel - 1) / 2,
    output: output.address, outputStride: output.stride, outputChannels, outputHeight, outputWidth
  }
  const sumsWanted = c.accumulate === 0 && c.inputGradient
  const backward: ProgramRecord = {
    kind: `${c.kind}Backward`,
    words: {
      ...words, ...gradients, gradient: gradient.address, gradientStride: gradient.stride,
      coefficients: memory.sliceFloats(coefficients), sums: sumsWanted ? backwardSums : 0, accumulate: c.accumulate,
      inputGradient: c.inputGradient ? inputGradient.address : 0, inputGradientStride: inputGradient.stride
    }
  }
  memory.run([
    { kind: c.kind, words: { ...words, sums: forwardSums } },
    { kind: "prepare", words: { input: list, kernel: entries.length } },
    { kind: "barrier", words: {} },
    backward
  ], batch)

  const affineOf: Value = (b, i, iy, ix) => affine[i]! * x(b, i, iy, ix) + affine[channels + i]!
  const read: Value = (b, i, iy, ix) => c.relu ? Math.max(0, affineOf(b, i, iy, ix)) : affineOf(b, i, iy, ix)
  const y = memory.read(output)
  expect(furthest(output, y, forward(convolution, read))).toBeLessThan(tolerance)

  const raw: Value = (b, o, oy, ox) => coefficients[o]! * g(b, o, oy, ox)
    + coefficients[outputChannels + o]! * y(b, o, oy, ox) + coefficients[2 * outputChannels + o]!
  const written = memory.read(inputGradient)
  if (c.inputGradient) {
    const dRead = readGradient(convolution, raw)
    const expected: Value = (b, i, iy, ix) =>
      (c.relu && affineOf(b, i, iy, ix) <= 0 ? 0 : dRead(b, i, iy, ix)) + (c.accumulate ? before(b, i, iy, ix) : 0)
    expect(furthest(inputGradient, written, expected)).toBeLessThan(tolerance)
  } else expect(furthest(inputGradient, written, before)).toBe(0)

  for (let s = 0; s < slices; s++) {
    const images = imagesOf(batch, s)
    expect(furthestOf(memory.sliceF64(forwardSums, s, 2 * outputChannels), [
      ...sumsOver(images, output, [y]), ...sumsOver(images, output, [y, y])
    ])).toBeLessThan(tolerance)
    if (sumsWanted) {
      expect(furthestOf(memory.sliceF64(backwardSums, s, 2 * channels), [
        ...sumsOver(images, input, [written]), ...sumsOver(images, input, [written, x])
      ])).toBeLessThan(tolerance)
    }
    checkWeights(c, convolution, weightGradient(convolution, read, raw, images), pointwise, depthwise,
      memory.sliceF32(gradients.pointwiseGradient, s, sizes.pointwise),
      memory.sliceF32(gradients.depthwiseGradient, s, sizes.depthwise))
  }
}

/** Compares the gradients of the packed weights with those of the plain convolution's weights. */
const checkWeights = (
  c: ConvolutionCase, convolution: PlainConvolution, plainGradient: (o: number, i: number, tap: number) => number,
  pointwise: ArrayLike<number>, depthwise: ArrayLike<number>,
  pointwiseGradient: ReadonlyArray<number>, depthwiseGradient: ReadonlyArray<number>
): void => {
  const { place } = layout(c), taps = c.kernel * c.kernel
  const expectedPointwise = Array.from({ length: pointwiseGradient.length }, () => 0)
  const expectedDepthwise = Array.from({ length: depthwiseGradient.length }, () => 0)
  for (let o = 0; o < c.outputChannels; o++) for (let i = 0; i < c.channels; i++) {
    for (let tap = 0; tap < convolution.kernel * convolution.kernel; tap++) {
      const gradient = plainGradient(o, i, tap)
      if (c.kind === "separable") {
        expectedPointwise[place(o, i, 0)]! += gradient * depthwise[depthwisePlace(i, tap, taps)]!
        expectedDepthwise[depthwisePlace(i, tap, taps)]! += gradient * pointwise[place(o, i, 0)]!
      } else if (c.kind !== "factorised") expectedPointwise[place(o, i, tap)]! += gradient
      else if (tap === (o < c.outputChannels / 2 ? 0 : 3)) expectedPointwise[place(o, i, 0)]! += gradient
    }
  }
  expect(furthestOf(pointwiseGradient, expectedPointwise)).toBeLessThan(tolerance)
  expect(furthestOf(depthwiseGradient, expectedDepthwise)).toBeLessThan(tolerance)
}
