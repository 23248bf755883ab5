import { describe, expect, it } from "vitest"
import { type ProgramRecord, parameterWords } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { controlBlock } from "../../../../../src/effects/trainer/wasm/runtime/controlBlock.ts"
import { KernelMemory, many, noise, type TestMap } from "./kernelMemory.ts"

const channels = 8
const classes = 5
const barrier: ProgramRecord = { kind: "barrier", words: {} }

/** A small network of pools, forward, backward and one step of descent. */
const network = (memory: KernelMemory, batch: number): ReadonlyArray<ProgramRecord> => {
  const next = noise(batch)
  const image = memory.map(batch, channels, 7, 6, next), pooled = memory.map(batch, channels, 7, 6)
  const node = memory.map(batch, channels, 7, 6), nodeGradient = memory.map(batch, channels, 7, 6)
  const half = memory.map(batch, channels, 4, 3), halfGradient = memory.map(batch, channels, 4, 3)
  const imageGradient = memory.map(batch, channels, 7, 6)
  const labels = memory.allocate(4 * batch)
  memory.i32.set(Array.from({ length: batch }, (_, b) => b % classes), labels / 4)
  const affines = Array.from({ length: 3 }, () => memory.slice(8 * channels))
  const coefficients = Array.from({ length: 2 }, () => memory.slice(12 * channels))
  const sums = Array.from({ length: 2 }, () => memory.slice(16 * channels))
  const backwardSums = Array.from({ length: 2 }, () => memory.slice(16 * channels))
  const outputs = Array.from({ length: 2 }, () => memory.slice(8 * channels))
  const one = memory.slice(8 * channels)
  const weights = memory.floats(many(channels * classes, next)), bias = memory.floats(many(8, next))
  const weightGradient = memory.slice(4 * channels * classes), biasGradient = memory.slice(32)
  const list = memory.allocate(2 * 4 * parameterWords.length)
  for (let s = 0; s < slices; s++) {
    const at = (biasGradient + s * memory.arenaBytes) / 4
    memory.f32.fill(0, at, at + 8)
  }
  memory.i32.set([
    weights, weightGradient, memory.floats(many(channels * classes, next)), channels * classes, 0, 0, 0, 0,
    bias, biasGradient, memory.floats(many(8, next)), 8, 0, 0, 0, 0
  ], list / 4)
  const from = (map: TestMap) => (
    { input: map.address, inputStride: map.stride, channels, height: map.height, width: map.width }
  )
  const to = (map: TestMap) => ({
    output: map.address, outputStride: map.stride, outputChannels: channels, outputHeight: map.height,
    outputWidth: map.width
  })
  const gradientOf = (map: TestMap) => ({ gradient: map.address, gradientStride: map.stride })
  const into = (map: TestMap) => ({ inputGradient: map.address, inputGradientStride: map.stride })
  const window = { kernel: 3, padding: 1 }
  const normalise = (map: TestMap, i: 0 | 1): ProgramRecord => ({
    kind: "normalise", floats: { extra1: 0.5 },
    words: {
      channels, height: map.height, width: map.width, sums: sums[i]!, inputAffine: affines[i]!, output: outputs[i]!
    }
  })
  const backward = (map: TestMap, gradient: TestMap, i: 0 | 1): ReadonlyArray<ProgramRecord> => [
    { kind: "gradientSums", words: { ...to(map), ...gradientOf(gradient), sums: backwardSums[i]! } },
    barrier,
    {
      kind: "normaliseBackward", floats: { extra1: 0.5 },
      words: {
        channels, height: map.height, width: map.width, sums: backwardSums[i]!, output: outputs[i]!,
        coefficients: coefficients[i]!
      }
    }
  ]
  const norm = memory.slice(8), descend = { input: list, kernel: 2, extra1: norm }
  return [
    { kind: "constantAffine", words: { channels, inputAffine: one }, floats: { extra1: 1 } },
    {
      kind: "maxPool",
      words: { ...from(image), ...to(pooled), ...window, stride: 1, inputAffine: one, sums: sums[0]! }
    },
    barrier,
    normalise(pooled, 0),
    {
      kind: "sum",
      words: {
        ...from(node), kernel: 2, dilation: pooled.address, stride: pooled.stride, padding: affines[0]!,
        depthwise: image.address, pointwise: image.stride, depthwiseTurned: one
      }
    },
    {
      kind: "averagePool",
      words: { ...from(node), ...to(half), ...window, stride: 2, inputAffine: one, sums: sums[1]! }
    },
    barrier,
    normalise(half, 1),
    {
      kind: "head",
      words: {
        ...from(half), inputAffine: affines[1]!, relu: 1, kernel: classes, pointwise: weights, depthwise: bias,
        dilation: labels, extra1: memory.slice(16), ...into(halfGradient), pointwiseGradient: weightGradient,
        depthwiseGradient: biasGradient
      }
    },
    ...backward(half, halfGradient, 1),
    {
      kind: "averagePoolBackward",
      words: {
        ...from(node), ...to(half), ...window, stride: 2, inputAffine: one, coefficients: coefficients[1]!,
        ...gradientOf(halfGradient), ...into(nodeGradient)
      }
    },
    ...backward(pooled, nodeGradient, 0),
    { kind: "zero", words: { channels, height: 7, width: 6, ...into(imageGradient) } },
    {
      kind: "maxPoolBackward",
      words: {
        ...from(image), ...to(pooled), ...window, stride: 1, inputAffine: one, coefficients: coefficients[0]!,
        ...gradientOf(nodeGradient), ...into(imageGradient), accumulate: 1
      }
    },
    {
      kind: "scaledCopy", floats: { extra1: 1 },
      words: { channels, height: 7, width: 6, ...gradientOf(nodeGradient), ...into(imageGradient), accumulate: 1 }
    },
    { kind: "gradientNorm", words: descend },
    barrier,
    { kind: "descend", words: descend, floats: { dilation: 0.1, stride: 0.9, padding: 0.001, extra2: 1 } }
  ]
}

/** All of memory after a run, and the place in it of a gradient that depends on everything before. */
const after = async (batch: number, threads: number) => {
  const memory = new KernelMemory(), records = network(memory, batch)
  await memory.runThreads(records, batch, threads)
  const gradient = records.find(({ kind }) => kind === "scaledCopy")!.words.inputGradient!
  memory.bytes.fill(0, controlBlock.address, controlBlock.address + controlBlock.bytes)
  return { bytes: memory.bytes, sample: memory.f32[gradient / 4] }
}

describe("a program", () => {
  it.each([1, 5, 9])("leaves the same bytes for any number of threads, batch %i", async (batch) => {
    const alone = await after(batch, 1)
    expect(alone.sample).toSatisfy(Number.isFinite)
    for (const threads of [2, 3, 4]) {
      const together = await after(batch, threads)
      expect(Buffer.compare(alone.bytes, together.bytes)).toBe(0)
    }
  })

  it("is left at the next barrier when it is told to stop", async () => {
    const memory = new KernelMemory(), map = memory.map(8, 4, 2, 2, () => 1)
    memory.i32[(controlBlock.address + controlBlock.stop) / 4] = 1
    const words = { channels: 4, height: 2, width: 2, inputGradient: map.address, inputGradientStride: map.stride }
    await memory.runThreads([barrier, { kind: "zero", words }], 8, 3)
    expect(memory.read(map)(0, 0, 0, 0)).toBe(1)
  })
})
