import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { chosenOperations } from "../../../src/core/architecture/architecture.ts"
import { gumbelSoftmax, softmaxGradient } from "../../../src/core/architecture/gumbelSoftmax.ts"
import { softmaxRows } from "../../../src/core/architecture/softmax.ts"
import { edgeCount, operationCount, operationMask } from "../../../src/core/architecture/space.ts"
import type { Space } from "../../../src/core/architecture/space.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { gumbels } from "../../../src/core/random/gumbel.ts"
import { spaces } from "./randomSpaces.ts"

/** One edge of three operations, one edge that lacks the middle one. */
const small: Space = {
  name: "small",
  operations: ["none", "skip", "conv"],
  cells: [{
    name: "cell",
    inputs: 1,
    nodes: 2,
    edges: [{ from: 0, to: 1 }, { from: 1, to: 2, operations: ["none", "conv"] }]
  }],
  derivation: "every-edge"
}

const numbers = (space: Space, from: number, to: number): fc.Arbitrary<Float64Array> => {
  const length = edgeCount(space) * operationCount(space)
  return fc.array(fc.double({ min: from, max: to, noNaN: true }), { minLength: length, maxLength: length })
    .map((list) => Float64Array.from(list))
}

const rowSums = (space: Space, weights: Float64Array): readonly number[] => {
  const K = operationCount(space)
  return Array.from({ length: edgeCount(space) }, (_, e) =>
    weights.subarray(e * K, e * K + K).reduce((a, b) => a + b, 0))
}

describe("Eq. 4", () => {
  test("is the softmax of (a + xi) / tau on raw a", () => {
    const logits = Float64Array.of(1, 2, 3, 1, 50, 2)
    const noise = Float64Array.of(0.5, -1, 0.25, 0, 70, 0)
    const weights = gumbelSoftmax(small, logits, noise, 0.5)
    const row = [1.5, 1, 3.25].map((z) => Math.exp(z / 0.5))
    row.forEach((w, k) => expect(weights[k]).toBeCloseTo(w / (row[0]! + row[1]! + row[2]!), 14))
    expect(weights[3]).toBeCloseTo(1 / (1 + Math.exp(2)), 14)
    expect(weights[4]).toBe(0)
  })

  test("never draws what an edge lacks, however large its logit", () => {
    const weights = gumbelSoftmax(small, Float64Array.of(0, 0, 0, 0, 1e300, -5), new Float64Array(6), 0.1)
    expect(chosenOperations(weights, 3)[1]).toBe(0)
  })

  test("gives finite weights that sum to 1 on each edge, for logits of any size and any temperature", () => {
    fc.assert(fc.property(
      spaces().chain((space) => fc.record({
        space: fc.constant(space),
        logits: numbers(space, -1e300, 1e300),
        noise: numbers(space, -4, 37),
        temperature: fc.constantFrom(1e-8, 0.1, 1, 100)
      })),
      ({ space, logits, noise, temperature }) => {
        const weights = gumbelSoftmax(space, logits, noise, temperature)
        for (const sum of rowSums(space, weights)) expect(sum).toBeCloseTo(1, 12)
        operationMask(space).forEach((allowed, i) => {
          expect(weights[i]).toBeGreaterThanOrEqual(0)
          if (allowed === 0) expect(weights[i]).toBe(0)
        })
      }
    ))
  })

  test("draws every operation alike where the logits are zero (chi-square, 20,000 architectures)", () => {
    const draws = 20_000
    const K = operationCount(nb201)
    const zeros = new Float64Array(edgeCount(nb201) * K)
    const counts = new Float64Array(zeros.length)
    for (let a = 0; a < draws; a++) {
      const noise = gumbels({ seed: 1, stream: "search-noise", a, b: 0 }, zeros.length)
      chosenOperations(gumbelSoftmax(nb201, zeros, noise, 0.1), K).forEach((k, e) => (counts[e * K + k]! += 1))
    }
    const expected = draws / K
    const chiSquare = counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0)
    // 6 edges with 4 degrees of freedom each: 24; 0.001 and 0.999 quantiles
    expect(chiSquare).toBeGreaterThan(8.08)
    expect(chiSquare).toBeLessThan(51.18)
  })

  test("draws an operation as often as softmax(a) says (the Gumbel-max rule)", () => {
    const draws = 20_000
    const logits = Float64Array.of(0, 1, 2, 0, 9, 1)
    const shares = softmaxRows(small, logits)
    const counts = new Float64Array(6)
    for (let a = 0; a < draws; a++) {
      const noise = gumbels({ seed: 7, stream: "search-noise", a, b: 0 }, 6)
      chosenOperations(gumbelSoftmax(small, logits, noise, 0.1), 3).forEach((k, e) => (counts[e * 3 + k]! += 1))
    }
    shares.forEach((share, i) =>
      expect(Math.abs(counts[i]! / draws - share)).toBeLessThanOrEqual(4 * Math.sqrt((share * (1 - share)) / draws)))
  })
})

/** A smooth landscape, and its slope in H. */
const psi = (direction: Float64Array, weights: Float64Array): number =>
  weights.reduce((sum, h, i) => sum + direction[i]! * h + 0.5 * h * h * (i + 1), 0)
const psiGradient = (direction: Float64Array, weights: Float64Array): Float64Array =>
  weights.map((h, i) => direction[i]! + h * (i + 1))

describe("the way back through Eq. 4", () => {
  test("agrees with central differences, and is 0 where an edge lacks the operation", () => {
    fc.assert(fc.property(
      numbers(small, -2, 2), numbers(small, -1, 3), numbers(small, -3, 3), fc.constantFrom(0.5, 1, 2),
      (logits, noise, direction, temperature) => {
        const weights = gumbelSoftmax(small, logits, noise, temperature)
        const back = softmaxGradient(small, weights, psiGradient(direction, weights), temperature)
        const step = 1e-5
        logits.forEach((a, i) => {
          const at = (moved: number) => psi(direction, gumbelSoftmax(small, logits.with(i, moved), noise, temperature))
          expect(back[i]).toBeCloseTo((at(a + step) - at(a - step)) / (2 * step), 6)
        })
        expect(Math.abs(back[4]!)).toBe(0)
      }
    ), { numRuns: 50 })
  })

  test("changes no argument", () => {
    const weights = softmaxRows(small, Float64Array.of(0, 1, 2, 3, 4, 5))
    const gradient = Float64Array.of(1, 2, 3, 4, 5, 6)
    const before = [...weights, ...gradient]
    softmaxGradient(small, weights, gradient, 0.1)
    expect([...weights, ...gradient]).toEqual(before)
  })
})
