import { describe, expect, test } from "vitest"
import { meanInterval } from "../../../src/effects/statistics/meanInterval.ts"

/** Michelson's first series of 20 measurements of the speed of light, km/s above 299,000: R's `morley`. */
const light = [850, 740, 900, 1070, 930, 850, 950, 980, 980, 880, 1000, 980, 930, 650, 760, 810, 1000, 1000, 960, 960]

describe("the mean and its interval", () => {
  test("are R's and SciPy's for Michelson's measurements", () => {
    const { interval, standardDeviation, standardError, ...rest } = meanInterval(light)!
    expect(rest).toEqual({ n: 20, mean: 909, median: 940, min: 650, max: 1070 })
    expect(standardDeviation).toBeCloseTo(104.92603911427577, 10)
    expect(standardError).toBeCloseTo(23.46217560693224, 10)
    expect(interval!.low).toBeCloseTo(859.893102085939, 9)
    expect(interval!.high).toBeCloseTo(958.106897914061, 9)
  })

  test("of a single value are that value, without an interval", () => {
    expect(meanInterval([0.3])).toEqual({
      n: 1, mean: 0.3, standardDeviation: null, standardError: null, interval: null, median: 0.3, min: 0.3, max: 0.3
    })
  })

  test("of equal values are exactly that value, though their sum is rounded", () => {
    const { mean, standardDeviation, interval } = meanInterval(Array.from({ length: 10 }, () => 0.1))!
    expect([mean, standardDeviation, interval]).toEqual([0.1, 0, { low: 0.1, high: 0.1 }])
  })

  test("take the middle of an odd and between the middles of an even number as median, and leave the values in order", () => {
    const values = [3, 1, 2]
    expect(meanInterval(values)!.median).toBe(2)
    expect(values).toEqual([3, 1, 2])
    expect(meanInterval([4, 1, 3, 2])!.median).toBe(2.5)
  })

  test("of nothing are nothing", () => expect(meanInterval([])).toBeNull())
})
