import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { bounds, deviationBound, samplesFor } from "../../../src/core/theory/bounds.ts"

const question = { dimension: 25, delta: 0.05, samples: 200, epsilon: null, population: null }
const dimensions = fc.integer({ min: 0, max: 10_000 })
const deltas = fc.double({ min: 1e-300, max: 1, maxExcluded: true, noNaN: true })

describe("Theorem 1", () => {
  test("is sqrt(2 (d + ln(2/delta)) / T)", () => {
    expect(deviationBound(25, 0.05, 200)).toBeCloseTo(Math.sqrt((2 * (25 + Math.log(40))) / 200), 14)
    expect(deviationBound(0, 2 / Math.E, 2)).toBeCloseTo(1, 14)
    expect(deviationBound(1681, 1e-310, 100)).toBeCloseTo(Math.sqrt((2 * (1681 + Math.log(2) - Math.log(1e-310))) / 100), 12)
  })

  test("turned round gives the smallest number of samples that suffices", () => {
    fc.assert(fc.property(dimensions, deltas, fc.double({ min: 0.01, max: 2, noNaN: true }), (dimension, delta, epsilon) => {
      const samples = samplesFor(dimension, delta, epsilon)
      expect(deviationBound(dimension, delta, samples)).toBeLessThanOrEqual(epsilon * (1 + 1e-12))
      if (samples > 1) expect(deviationBound(dimension, delta, samples - 1)).toBeGreaterThan(epsilon * (1 - 1e-12))
    }), { seed: 1 })
  })

  test("says nothing where it is as wide as the losses", () => {
    const { vacuousUpTo } = bounds(question)
    expect(vacuousUpTo).toBe(14)
    expect(bounds({ ...question, samples: 14 }).vacuous).toBe(true)
    expect(bounds({ ...question, samples: 15 }).vacuous).toBe(false)
  })
})

describe("Theorem 2", () => {
  test("is sqrt((8/N) (d + ln(2/delta))) and sqrt(N (d + ln(2/delta)))", () => {
    const { populationError, labels } = bounds({ ...question, population: 15_625 })
    expect(populationError).toBeCloseTo(Math.sqrt((8 / 15_625) * (25 + Math.log(40))), 14)
    expect(labels).toBeCloseTo(Math.sqrt(15_625 * (25 + Math.log(40))), 10)
  })

  test("chooses from as many architectures as the error allows where none are given", () => {
    fc.assert(fc.property(dimensions, deltas, fc.double({ min: 0.01, max: 2, noNaN: true }), (dimension, delta, epsilon) => {
      const { populationError, labels } = bounds({ dimension, delta, samples: 1, epsilon, population: null })
      expect(populationError! / epsilon).toBeCloseTo(1, 12)
      // sqrt(N c) with N = 8 c / epsilon^2
      expect(labels! / ((Math.sqrt(8) * (dimension + Math.log(2) - Math.log(delta))) / epsilon)).toBeCloseTo(1, 12)
    }), { seed: 2 })
  })

  test("answers nothing without an error and a number of architectures", () => {
    expect(bounds(question)).toMatchObject({ samplesNeeded: null, population: null, populationError: null, labels: null })
  })
})
