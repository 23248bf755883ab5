import { describe, expect, it } from "vitest"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { furthest, furthestOf, imagesOf, KernelMemory, many, noise, type Value } from "./kernelMemory.ts"

const shapes = [
  { batch: 1, channels: 4, height: 1, width: 1, classes: 2 },
  { batch: 3, channels: 8, height: 2, width: 3, classes: 1 },
  { batch: 9, channels: 12, height: 4, width: 4, classes: 10 },
  { batch: 6, channels: 8, height: 5, width: 1, classes: 101 }
]

const sum = (values: ReadonlyArray<number>) => values.reduce((total, v) => total + v, 0)

const check = ({ batch, channels, height, width, classes }: (typeof shapes)[number], relu: 0 | 1) => {
  const memory = new KernelMemory(), next = noise(batch + classes), pixels = height * width
  const input = memory.map(batch, channels, height, width, next), x = memory.read(input)
  const inputGradient = memory.map(batch, channels, height, width)
  const affine = many(2 * channels, next), weights = many(channels * classes, next), bias = many(classes, next)
  const labels = Array.from({ length: batch }, (_, b) => (7 * b + 1) % classes)
  const labelsAt = memory.allocate(4 * batch)
  memory.i32.set(labels, labelsAt / 4)
  const pointwiseGradient = memory.slice(4 * channels * classes), depthwiseGradient = memory.slice(4 * classes)
  const losses = memory.slice(16)
  memory.run([{
    kind: "head",
    words: {
      input: input.address, inputStride: input.stride, inputAffine: memory.sliceFloats(affine), relu, channels, height,
      width, kernel: classes, pointwise: memory.floats(weights), depthwise: memory.floats(bias), dilation: labelsAt,
      extra1: losses, inputGradient: inputGradient.address, inputGradientStride: inputGradient.stride, pointwiseGradient,
      depthwiseGradient
    }
  }], batch)

  const value: Value = (b, c, i, j) => {
    const v = affine[c]! * x(b, c, i, j) + affine[channels + c]!
    return relu === 1 ? Math.max(0, v) : v
  }
  const features = labels.map((_, b) => Array.from({ length: channels }, (_, c) => {
    let total = 0
    for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) total += value(b, c, i, j)
    return total / pixels
  }))
  const weight = (k: number, c: number) => weights[k * channels + c]!
  const logits = features.map((f) => bias.map((offset, k) => offset + sum(f.map((v, c) => v * weight(k, c)))))
  const normaliser = logits.map((l) => sum(l.map(Math.exp)))
  const slopes = logits.map((l, b) =>
    l.map((v, k) => (Math.exp(v) / normaliser[b]! - (k === labels[b] ? 1 : 0)) / batch))

  const totals = Array.from({ length: slices }, (_, s) => ({
    weights: memory.sliceF32(pointwiseGradient, s, channels * classes),
    bias: memory.sliceF32(depthwiseGradient, s, classes),
    losses: memory.sliceF64(losses, s, 2)
  }))
  totals.forEach((own, s) => {
    const images = imagesOf(batch, s)
    const loss = sum(images.map((b) => Math.log(normaliser[b]!) - logits[b]![labels[b]!]!))
    const rightly = images.filter((b) => logits[b]!.every((v) => v <= logits[b]![labels[b]!]!)).length
    expect(furthestOf(own.losses, [loss, rightly])).toBeLessThan(1e-6)
    expect(furthestOf(own.bias, bias.map((_, k) => sum(images.map((b) => slopes[b]![k]!))))).toBeLessThan(1e-6)
    const expected = weights.map((_, i) =>
      sum(images.map((b) => slopes[b]![Math.floor(i / channels)]! * features[b]![i % channels]!)))
    expect(furthestOf(own.weights, expected)).toBeLessThan(1e-6)
  })
  const expected: Value = (b, c, i, j) => relu === 1 && value(b, c, i, j) === 0 ? 0
    : sum(slopes[b]!.map((slope, k) => slope * weight(k, c))) / pixels
  expect(furthest(inputGradient, memory.read(inputGradient), expected)).toBeLessThan(1e-6)
}

/** Loss and right answers of one image with one channel quad, from its logits: the bias. */
const answer = (logits: ReadonlyArray<number>, label: number) => {
  const memory = new KernelMemory(), input = memory.map(1, 4, 1, 1, () => 1), labelsAt = memory.allocate(4)
  memory.i32[labelsAt / 4] = label
  const extra1 = memory.slice(16)
  memory.run([{
    kind: "head",
    words: {
      input: input.address, inputStride: input.stride, inputAffine: memory.sliceFloats([1, 1, 1, 1, 0, 0, 0, 0]),
      channels: 4, height: 1, width: 1, kernel: logits.length, pointwise: memory.floats(logits.flatMap(() => [0, 0, 0, 0])),
      depthwise: memory.floats(logits), dilation: labelsAt, extra1
    }
  }], 1)
  return memory.sliceF64(extra1, 7, 2)
}

describe("the head", () => {
  it.each(shapes)("is that of plain loops: $batch x $channels x $height x $width, $classes classes", (shape) => {
    check(shape, 0)
    check(shape, 1)
  })

  it("counts the first of several largest logits", () => {
    expect(answer([1, 3, 3], 1)[1]).toBe(1)
    expect(answer([1, 3, 3], 2)[1]).toBe(0)
  })

  it("has a finite loss for logits far apart, and counts what is not a number as wrong", () => {
    expect(answer([0, 1000], 0)).toEqual([1000, 0])
    expect(answer([0, 1000], 1)).toEqual([0, 1])
    expect(answer([Number.NaN, 0], 0)).toEqual([Number.NaN, 0])
    expect(answer([0, Number.NaN], 0)).toEqual([Number.NaN, 0])
  })
})
