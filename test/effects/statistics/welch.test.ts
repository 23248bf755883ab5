import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { welch } from "../../../src/effects/statistics/welch.ts"

/** Student's sleep data, 1908: hours of sleep gained under two drugs. */
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

const values = fc.array(fc.oneof(fc.constantFrom(0, 0.1, 1e-200), fc.double({ min: -1e9, max: 1e9, noNaN: true })), { minLength: 1, maxLength: 8 })

describe("Welch's t-test", () => {
  test("gives what R's t.test prints of the sleep data", () => {
    const { difference, t, degreesOfFreedom, p, interval } = welch(first, second)!
    expect(difference).toBeCloseTo(-1.58, 12)
    expect(t).toBeCloseTo(-1.8608134674868526, 12)
    expect(degreesOfFreedom).toBeCloseTo(17.776473516178488, 11)
    expect(p).toBeCloseTo(0.0793941401873583, 12)
    expect(interval!.low).toBeCloseTo(-3.3654832307117104, 11)
    expect(interval!.high).toBeCloseTo(0.20548323071171137, 11)
  })

  test("gives the difference alone where there is no spread to judge it by", () => {
    const none = { t: null, degreesOfFreedom: null, p: null, interval: null }
    expect(welch([2], [1])).toEqual({ difference: 1, ...none })
    expect(welch([2], [1, 3, 5])).toEqual({ difference: -1, ...none })
    expect(welch([0.1, 0.1, 0.1], [0.3, 0.3])).toEqual({ difference: 0.1 - 0.3, ...none })
    expect(welch([0.1, 0.1, 0.1], [0.1, 0.1])).toEqual({ difference: 0, ...none })
  })

  test("judges a sample without spread against one that has some", () => {
    const { t, degreesOfFreedom } = welch([5, 5, 5], [1, 2, 3, 4])!
    expect(degreesOfFreedom).toBe(3)
    expect(t).toBeCloseTo(2.5 / Math.sqrt(5 / 12), 12)
  })

  test("says nothing of an empty sample", () => {
    expect(welch([], [1, 2])).toBeNull()
    expect(welch([1, 2], [])).toBeNull()
  })

  test("never gives NaN, and the samples change places with the sign", () => {
    fc.assert(fc.property(values, values, (a, b) => {
      const result = welch(a, b)!
      const turned = welch(b, a)!
      expect(Object.values({ ...result, ...result.interval }).filter(Number.isNaN)).toEqual([])
      expect(turned.difference).toBe(0 - result.difference)
      if (result.p !== null) {
        expect(result.p).toBeGreaterThanOrEqual(0)
        expect(result.p).toBeLessThanOrEqual(1)
      }
    }), { seed: 1, numRuns: 300 })
  })
})
