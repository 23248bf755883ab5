import { describe, expect, it } from "vitest"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { furthest, KernelMemory, many, noise, type Value } from "./kernelMemory.ts"

const shapes = [[1, 4, 1, 1], [2, 8, 3, 3], [4, 4, 1, 7], [9, 12, 4, 5]] as const
const termWords = ["dilation", "stride", "padding", "depthwise", "pointwise", "depthwiseTurned", "pointwiseTransposed",
  "output", "outputStride", "outputChannels", "outputHeight", "outputWidth", "sums", "gradient", "gradientStride",
  "coefficients", "inputGradient", "inputGradientStride"] as const

describe.each(shapes)("maps of %i x %i x %i x %i", (batch, channels, height, width) => {
  const size = { channels, height, width }

  it.each([0, 1, 2, 3, 4, 5, 6])("a node is the sum of its %i terms, each through its affine", (count) => {
    for (const accumulate of [0, 1]) {
      const memory = new KernelMemory(), next = noise(count + batch)
      const node = memory.map(batch, channels, height, width, next), before = memory.read(node)
      const terms = Array.from({ length: count }, () => {
        const map = memory.map(batch, channels, height, width, next), affine = many(2 * channels, next)
        return { map, affine, value: memory.read(map), at: memory.sliceFloats(affine) }
      })
      const words = Object.fromEntries(
        terms.flatMap(({ map, at }) => [map.address, map.stride, at]).map((word, i) => [termWords[i]!, word])
      )
      memory.run([{
        kind: "sum",
        words: { ...size, input: node.address, inputStride: node.stride, kernel: count, accumulate, ...words }
      }], batch)
      const expected: Value = (b, c, y, x) => terms.reduce(
        (sum, { value, affine }) => sum + affine[c]! * value(b, c, y, x) + affine[channels + c]!,
        accumulate * before(b, c, y, x)
      )
      expect(furthest(node, memory.read(node), expected)).toBeLessThan(1e-6)
    }
  })

  it("a skip connection's gradient is scaled, and added where there is one already", () => {
    const memory = new KernelMemory(), next = noise(batch)
    const gradient = memory.map(batch, channels, height, width, next)
    const to = memory.map(batch, channels, height, width), g = memory.read(gradient)
    const words = {
      ...size, gradient: gradient.address, gradientStride: gradient.stride, inputGradient: to.address,
      inputGradientStride: to.stride
    }
    memory.run([{ kind: "scaledCopy", words, floats: { extra1: 0.75 } }], batch)
    expect(furthest(to, memory.read(to), (...at) => 0.75 * g(...at))).toBeLessThan(1e-7)
    memory.run([{ kind: "scaledCopy", words: { ...words, accumulate: 1 }, floats: { extra1: -0.5 } }], batch)
    expect(furthest(to, memory.read(to), (...at) => 0.25 * g(...at))).toBeLessThan(1e-7)
  })

  it("no gradient is 0", () => {
    const memory = new KernelMemory(), to = memory.map(batch, channels, height, width)
    memory.run([{ kind: "zero", words: { ...size, inputGradient: to.address, inputGradientStride: to.stride } }], batch)
    expect(furthest(to, memory.read(to), () => 0)).toBe(0)
  })
})

describe("a constant affine", () => {
  it("is written for every slice, forward and backward", () => {
    const memory = new KernelMemory(), affine = memory.slice(32), coefficients = memory.slice(48)
    memory.run([
      { kind: "constantAffine", words: { channels: 4, inputAffine: affine, coefficients }, floats: { extra1: 0.5 } }
    ], 1)
    for (let s = 0; s < slices; s++) {
      expect(memory.sliceF32(affine, s, 8)).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0])
      expect(memory.sliceF32(coefficients, s, 12)).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0])
    }
  })

  it("needs no backward pass", () => {
    const memory = new KernelMemory(), affine = memory.slice(64)
    memory.run([{ kind: "constantAffine", words: { channels: 8, inputAffine: affine }, floats: { extra1: 2 } }], 1)
    expect(memory.sliceF32(affine, 3, 16)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0])
  })
})
