import { describe, expect, it } from "vitest"
import { parameterWords } from "../../../../../src/effects/trainer/wasm/program/record.ts"
import { slices } from "../../../../../src/effects/trainer/wasm/program/slices.ts"
import { furthestOf, KernelMemory, many, noise } from "./kernelMemory.ts"

const sum = (values: ReadonlyArray<number>) => values.reduce((total, v) => total + v, 0)

const descent = (lengths: ReadonlyArray<number>, clip: number) => {
  const memory = new KernelMemory(), next = noise(lengths.length)
  const parameters = lengths.map((length) => {
    const weights = many(length, next), momentum = many(length, next), gradient = memory.slice(4 * length)
    const gradients = Array.from({ length: slices }, () => many(length, next))
    gradients.forEach((own, s) => memory.f32.set(own, (gradient + s * memory.arenaBytes) / 4))
    const at = { weights: memory.floats(weights), momentum: memory.floats(momentum), gradient }
    return { length, weights, momentum, gradients, at }
  })
  const list = memory.allocate(4 * parameterWords.length * lengths.length)
  parameters.forEach(({ at, length }, i) =>
    memory.i32.set([at.weights, at.gradient, at.momentum, length, 0, 0, 0, 0], list / 4 + i * parameterWords.length))
  const norm = memory.slice(8), words = { input: list, kernel: lengths.length, extra1: norm }
  memory.run([
    { kind: "gradientNorm", words },
    { kind: "barrier", words: {} },
    { kind: "descend", words, floats: { dilation: 0.25, stride: 0.875, padding: 0.0625, extra2: clip } }
  ], 1)

  const totals = parameters.map(({ gradients, length }) =>
    Array.from({ length }, (_, i) => sum(gradients.map((own) => own[i]!))))
  const parts = Array.from({ length: slices }, (_, s) =>
    sum(totals.filter((_, i) => i % slices === s).flat().map((v) => v * v)))
  expect(furthestOf(parts.map((_, s) => memory.sliceF64(norm, s, 1)[0]!), parts)).toBeLessThan(1e-5)
  const factor = Math.min(1, clip / (Math.sqrt(sum(parts)) + 1e-6))
  parameters.forEach(({ at, weights, momentum, length }, i) => {
    expect(furthestOf(memory.sliceF32(at.gradient, 0, length), totals[i]!)).toBeLessThan(1e-6)
    const moved = momentum.map((m, j) => 0.875 * m + totals[i]![j]! * factor + 0.0625 * weights[j]!)
    expect(furthestOf(memory.floatsAt(at.momentum, length), moved)).toBeLessThan(1e-6)
    const expected = weights.map((w, j) => w - 0.25 * moved[j]!)
    expect(furthestOf(memory.floatsAt(at.weights, length), expected)).toBeLessThan(1e-6)
  })
  return factor
}

describe("a step of gradient descent", () => {
  it("adds the slices' gradients, clips their norm, decays and keeps momentum", () => {
    expect(descent([4, 16, 20, 36, 8, 4, 4, 12, 64, 28, 100], 5)).toBeLessThan(1)
  })

  it("does not stretch a small gradient, and takes lists shorter than the slices", () => {
    expect(descent([4, 68], 1000)).toBe(1)
    expect(descent([12], Infinity)).toBe(1)
  })

  it("works on nothing at all", () => {
    expect(descent([], 1)).toBe(1)
  })
})
