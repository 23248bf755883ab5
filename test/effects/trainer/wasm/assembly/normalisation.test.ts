import { describe, expect, it } from "vitest"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { furthest, furthestOf, imagesOf, KernelMemory, many, noise, type Value } from "./kernelMemory.ts"

const shapes = [
  [1, 4, 1, 1], [1, 8, 3, 5], [2, 8, 1, 1], [3, 4, 2, 3], [5, 12, 4, 4], [7, 4, 1, 7], [8, 8, 3, 3], [9, 16, 5, 2]
] as const

const sum = (values: ReadonlyArray<number>) => values.reduce((total, v) => total + v, 0)
const scale = 0.375

const pixelsOf = (value: Value, batch: number, channel: number, height: number, width: number) => {
  const found: Array<number> = []
  for (let b = 0; b < batch; b++) for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    found.push(value(b, channel, y, x))
  }
  return found
}

/** Sums of y and y^2 of each slice's images, as the kernels that write y leave them. */
const leaveSums = (
  memory: KernelMemory, address: number, value: Value,
  [batch, channels, height, width]: readonly [number, number, number, number]
) => {
  for (let s = 0; s < slices; s++) {
    const sums = Array.from({ length: 2 * channels }, () => 0)
    for (const b of imagesOf(batch, s)) for (let c = 0; c < channels; c++) {
      const own = pixelsOf((_, ...rest) => value(b, ...rest), 1, c, height, width)
      sums[c]! += sum(own)
      sums[channels + c]! += sum(own.map((v) => v * v))
    }
    memory.writeSlice(address, s, sums)
  }
}

describe.each(shapes)("batch normalisation of %i x %i x %i x %i", (batch, channels, height, width) => {
  const n = batch * height * width

  const prepared = () => {
    const memory = new KernelMemory(), next = noise(batch + channels)
    const y = memory.map(batch, channels, height, width, (_, c) => 3 * c + next())
    const gamma = many(channels, next), beta = many(channels, next)
    const sums = memory.slice(16 * channels)
    leaveSums(memory, sums, memory.read(y), [batch, channels, height, width])
    return { memory, next, y, gamma, beta, sums, value: memory.read(y) }
  }

  const statistics = (value: Value, c: number) => {
    const values = pixelsOf(value, batch, c, height, width), mean = sum(values) / n
    const variance = sum(values.map((v) => (v - mean) ** 2)) / n
    return { mean, variance, inverse: 1 / Math.sqrt(variance + 1e-5) }
  }

  it("gives every slice the affine of the whole batch, and moves the running statistics once", () => {
    const { memory, next, gamma, beta, sums, value } = prepared()
    const affine = memory.slice(8 * channels), output = memory.slice(8 * channels)
    const running = many(2 * channels, next), runningAt = memory.floats(running)
    memory.run([{
      kind: "normalise",
      words: {
        channels, height, width, sums, depthwise: memory.floats(gamma), pointwise: memory.floats(beta), output,
        inputAffine: affine, extra2: runningAt, accumulate: 1
      },
      floats: { extra1: scale }
    }], batch)
    const all = Array.from({ length: channels }, (_, c) => statistics(value, c))
    const slopes = all.map(({ inverse }, c) => scale * gamma[c]! * inverse)
    const shifts = all.map(({ mean, inverse }, c) => scale * (beta[c]! - mean * gamma[c]! * inverse))
    for (let s = 0; s < slices; s++) {
      expect(furthestOf(memory.sliceF32(affine, s, 2 * channels), [...slopes, ...shifts])).toBeLessThan(1e-6)
      const expected = [...all.map(({ mean }) => mean), ...all.map(({ inverse }) => inverse)]
      expect(furthestOf(memory.sliceF32(output, s, 2 * channels), expected)).toBeLessThan(1e-6)
    }
    const unbiased = n > 1 ? n / (n - 1) : 1
    const moved = [...all.map(({ mean }) => mean), ...all.map(({ variance }) => variance * unbiased)]
      .map((now, i) => 0.9 * running[i]! + 0.1 * now)
    expect(furthestOf(memory.floatsAt(runningAt, 2 * channels), moved)).toBeLessThan(1e-6)
  })

  it("uses the running statistics where it is told to, and leaves them alone", () => {
    const { memory, next, gamma } = prepared()
    const running = many(2 * channels, () => Math.abs(next())), runningAt = memory.floats(running)
    const affine = memory.slice(8 * channels)
    memory.run([{
      kind: "normalise",
      words: {
        channels, height, width, depthwise: memory.floats(gamma), inputAffine: affine, extra2: runningAt, relu: 1
      },
      floats: { extra1: 1 }
    }], batch)
    const slopes = gamma.map((g, c) => g / Math.sqrt(running[channels + c]! + 1e-5))
    const expected = [...slopes, ...slopes.map((slope, c) => -slope * running[c]!)]
    expect(furthestOf(memory.sliceF32(affine, 7, 2 * channels), expected)).toBeLessThan(1e-6)
    expect(memory.floatsAt(runningAt, 2 * channels)).toEqual(running.map(Math.fround))
  })

  it("has the backward pass of its own finite differences", () => {
    const { memory, next, gamma, beta, sums, value, y } = prepared()
    const gradient = memory.map(batch, channels, height, width, next), g = memory.read(gradient)
    const output = memory.slice(8 * channels), affine = memory.slice(8 * channels)
    const backwardSums = memory.slice(16 * channels), coefficients = memory.slice(12 * channels)
    const gammaGradient = memory.slice(4 * channels), betaGradient = memory.slice(4 * channels)
    const gammaAt = memory.floats(gamma), words = { channels, height, width, depthwise: gammaAt, output }
    memory.run([
      {
        kind: "normalise", words: { ...words, pointwise: memory.floats(beta), sums, inputAffine: affine },
        floats: { extra1: scale }
      },
      {
        kind: "gradientSums",
        words: {
          gradient: gradient.address, gradientStride: gradient.stride, output: y.address, outputStride: y.stride,
          outputChannels: channels, outputHeight: height, outputWidth: width, sums: backwardSums
        }
      },
      { kind: "barrier", words: {} },
      {
        kind: "normaliseBackward",
        words: {
          ...words, sums: backwardSums, coefficients, depthwiseGradient: gammaGradient, pointwiseGradient: betaGradient
        },
        floats: { extra1: scale }
      }
    ], batch)

    /** The sum of g z over the batch, z being the normalised output, as a function of channel c's gamma and pixels. */
    const loss = (c: number, slope: number, shift: number, pixel: number, by: number) => {
      const values = pixelsOf(value, batch, c, height, width).map((v, i) => i === pixel ? v + by : v)
      const mean = sum(values) / n, variance = sum(values.map((v) => (v - mean) ** 2)) / n
      const gs = pixelsOf(g, batch, c, height, width)
      return sum(values.map((v, i) => gs[i]! * scale * (slope * (v - mean) / Math.sqrt(variance + 1e-5) + shift)))
    }
    // With one value a channel its inverse deviation is 316, which multiplies what float32 has rounded.
    const step = 1e-5
    for (let c = 0; c < channels; c++) {
      const lossAt = (slope: number) => loss(c, slope, beta[c]!, -1, 0)
      const byGamma = (lossAt(gamma[c]! + step) - lossAt(gamma[c]! - step)) / (2 * step)
      const found = memory.sliceF32(gammaGradient, 0, channels)[c]!
      expect(furthestOf([found], [byGamma])).toBeLessThan(n === 1 ? 1e-4 : 2e-5)
      const byBeta = scale * sum(pixelsOf(g, batch, c, height, width))
      expect(furthestOf([memory.sliceF32(betaGradient, 0, channels)[c]!], [byBeta])).toBeLessThan(2e-6)
    }
    for (let s = 0; s < slices; s++) {
      const own = memory.sliceF32(coefficients, s, 3 * channels)
      expect(own).toEqual(memory.sliceF32(coefficients, 0, 3 * channels))
      if (s > 0) expect(memory.sliceF32(gammaGradient, s, channels)).toEqual(Array.from({ length: channels }, () => 0))
      if (s > 0) expect(memory.sliceF32(betaGradient, s, channels)).toEqual(Array.from({ length: channels }, () => 0))
    }
    const own = memory.sliceF32(coefficients, 0, 3 * channels)
    const found: Value = (b, c, i, j) =>
      own[c]! * g(b, c, i, j) + own[channels + c]! * value(b, c, i, j) + own[2 * channels + c]!
    const h = 1e-4 * (n === 1 ? 1e-3 : 1)
    const expected: Value = (b, c, i, j) => {
      const pixel = (b * height + i) * width + j
      return (loss(c, gamma[c]!, beta[c]!, pixel, h) - loss(c, gamma[c]!, beta[c]!, pixel, -h)) / (2 * h)
    }
    expect(furthest(y, found, expected)).toBeLessThan(n === 1 ? 2e-3 : 5e-4)
  })
})
