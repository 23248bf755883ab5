import { describe, expect, it } from "vitest"
import {
  coarseNoise, furthest, furthestOf, imagesOf, KernelMemory, many, type Value
} from "./kernelMemory.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"

interface Shape {
  readonly batch: number
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly kernel: number
  readonly stride: number
  readonly padding: number
}

const sizes = [[1, 1], [1, 6], [2, 3], [3, 2], [5, 4], [7, 9], [8, 8], [6, 13]] as const
const windows = [
  { kernel: 3, stride: 1, padding: 1 }, { kernel: 3, stride: 2, padding: 1 }, { kernel: 2, stride: 2, padding: 0 }
] as const

const shapes: ReadonlyArray<Shape> = sizes.flatMap(([height, width]) =>
  windows
    .filter(({ kernel }) => kernel === 3 || Math.min(height, width) > 1)
    .flatMap((window, index) => [1, 2 + (height + width + index) % 8].map((batch) => (
      { batch, channels: batch % 2 === 0 ? 8 : 4, height, width, ...window }
    ))))

const outputSize = (size: number, { kernel, stride, padding }: Shape) =>
  Math.floor((size + 2 * padding - kernel) / stride) + 1

/** The pixels of a window that lie inside the map, row by row. */
const insides = (shape: Shape, oy: number, ox: number): Array<readonly [number, number]> => {
  const found: Array<readonly [number, number]> = []
  for (let i = 0; i < shape.kernel; i++) for (let j = 0; j < shape.kernel; j++) {
    const y = oy * shape.stride - shape.padding + i, x = ox * shape.stride - shape.padding + j
    if (y >= 0 && y < shape.height && x >= 0 && x < shape.width) found.push([y, x])
  }
  return found
}

/** Runs a pool forward and backward and compares all that it wrote with plain loops. */
const check = (kind: "max" | "average", shape: Shape, accumulate: 0 | 1) => {
  const { batch, channels, height, width, kernel, stride, padding } = shape
  const memory = new KernelMemory(), next = coarseNoise(batch + 10 * height + 100 * width)
  const outputHeight = outputSize(height, shape), outputWidth = outputSize(width, shape)
  const input = memory.map(batch, channels, height, width, next)
  const output = memory.map(batch, channels, outputHeight, outputWidth)
  const gradient = memory.map(batch, channels, outputHeight, outputWidth, next)
  const inputGradient = memory.map(batch, channels, height, width, next)
  const before = memory.read(inputGradient), x = memory.read(input), g = memory.read(gradient)
  const affine = many(2 * channels, next), coefficients = many(3 * channels, next)
  const inputAffine = memory.sliceFloats(affine)
  const forwardSums = memory.slice(16 * channels), backwardSums = memory.slice(16 * channels)
  const common = {
    input: input.address, inputStride: input.stride, inputAffine, channels, height, width, kernel, stride, padding,
    output: output.address, outputStride: output.stride, outputChannels: channels, outputHeight, outputWidth
  }
  memory.run([
    { kind: `${kind}Pool`, words: { ...common, sums: forwardSums } },
    {
      kind: `${kind}PoolBackward`,
      words: {
        ...common, gradient: gradient.address, gradientStride: gradient.stride,
        coefficients: memory.sliceFloats(coefficients), inputGradient: inputGradient.address,
        inputGradientStride: inputGradient.stride, accumulate, sums: accumulate === 1 ? 0 : backwardSums
      }
    }
  ], batch)

  const value: Value = (b, c, y, x_) => affine[c]! * x(b, c, y, x_) + affine[channels + c]!
  const expected: Value = (b, c, oy, ox) => {
    const values = insides(shape, oy, ox).map(([y, x_]) => value(b, c, y, x_))
    return kind === "max" ? Math.max(...values) : values.reduce((sum, v) => sum + v, 0) / values.length
  }
  const y = memory.read(output)
  expect(furthest(output, y, expected)).toBeLessThan(3e-7)

  const totals = new Map<string, number>()
  for (let b = 0; b < batch; b++) for (let c = 0; c < channels; c++) {
    for (let oy = 0; oy < outputHeight; oy++) for (let ox = 0; ox < outputWidth; ox++) {
      const raw = coefficients[c]! * g(b, c, oy, ox) + coefficients[channels + c]! * expected(b, c, oy, ox)
        + coefficients[2 * channels + c]!
      const pixels = insides(shape, oy, ox)
      const winner = pixels.find(([py, px]) => value(b, c, py, px) === expected(b, c, oy, ox))
      for (const [py, px] of kind === "max" ? [winner!] : pixels) {
        const key = `${b} ${c} ${py} ${px}`
        totals.set(key, (totals.get(key) ?? 0) + (kind === "max" ? raw : raw / pixels.length))
      }
    }
  }
  const expectedGradient: Value = (b, c, py, px) =>
    (totals.get(`${b} ${c} ${py} ${px}`) ?? 0) + accumulate * before(b, c, py, px)
  const dx = memory.read(inputGradient)
  expect(furthest(inputGradient, dx, expectedGradient)).toBeLessThan(2e-6)

  const sumsOver = (slice: number, h: number, w: number, first: Value, second: Value) => {
    const sums = Array.from({ length: 2 * channels }, () => 0)
    for (const b of imagesOf(batch, slice)) for (let c = 0; c < channels; c++) {
      for (let i = 0; i < h; i++) for (let j = 0; j < w; j++) {
        sums[c]! += first(b, c, i, j)
        sums[channels + c]! += first(b, c, i, j) * second(b, c, i, j)
      }
    }
    return sums
  }
  for (let s = 0; s < slices; s++) {
    const forward = sumsOver(s, outputHeight, outputWidth, y, y)
    expect(furthestOf(memory.sliceF64(forwardSums, s, 2 * channels), forward)).toBeLessThan(3e-6)
    if (accumulate === 1) continue
    const backward = sumsOver(s, height, width, dx, x)
    expect(furthestOf(memory.sliceF64(backwardSums, s, 2 * channels), backward)).toBeLessThan(3e-6)
  }
}

const name = ({ batch, channels, height, width, kernel, stride }: Shape) =>
  `${batch} x ${channels} x ${height} x ${width}, window ${kernel}, stride ${stride}`

describe.each(["max", "average"] as const)("the %s pool and its backward pass", (kind) => {
  it.each(shapes.map((shape) => [name(shape), shape] as const))("are those of plain loops: %s", (_, shape) => {
    check(kind, shape, 0)
    check(kind, shape, 1)
  })
})

describe("a pool of numbers that are not finite", () => {
  it.each([1, 2] as const)("gives each gradient of a maximum to one pixel of its window, stride %i", (stride) => {
    const shape: Shape = { batch: 1, channels: 4, height: 5, width: 6, kernel: 3, stride, padding: 1 }
    const memory = new KernelMemory(), outputHeight = outputSize(5, shape), outputWidth = outputSize(6, shape)
    const input = memory.map(1, 4, 5, 6, () => Number.NaN)
    const output = memory.map(1, 4, outputHeight, outputWidth)
    const gradient = memory.map(1, 4, outputHeight, outputWidth, () => 1)
    const inputGradient = memory.map(1, 4, 5, 6)
    const words = {
      input: input.address, inputStride: input.stride, inputAffine: memory.sliceFloats([1, 1, 1, 1, 0, 0, 0, 0]),
      channels: 4, height: 5, width: 6, kernel: 3, stride, padding: 1, output: output.address,
      outputStride: output.stride, outputChannels: 4, outputHeight, outputWidth
    }
    memory.run([{ kind: "maxPool", words }], 1)
    expect(memory.read(output)(0, 1, 1, 1)).toBeNaN()
    memory.write(output, () => 0)
    memory.run([{
      kind: "maxPoolBackward",
      words: {
        ...words, gradient: gradient.address, gradientStride: gradient.stride,
        coefficients: memory.sliceFloats([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]), inputGradient: inputGradient.address,
        inputGradientStride: inputGradient.stride
      }
    }], 1)
    const dx = memory.read(inputGradient)
    let total = 0
    for (let y = 0; y < 5; y++) for (let x = 0; x < 6; x++) total += dx(0, 2, y, x)
    expect(total).toBe(outputHeight * outputWidth)
  })
})
