import { describe, expect, test } from "vitest"
import { normals } from "../../../src/core/random/normal.ts"
import { pairedBootstrap } from "../../../src/core/statistics/pairedBootstrap.ts"

const zeros = (n: number): Float64Array => new Float64Array(n)

/** The mean differences of all n^n ordered resamples, sorted. */
const allMeans = (differences: readonly number[]): readonly number[] => {
  const sums = differences.reduce((found: readonly number[]) => found.flatMap((sum) => differences.map((one) => sum + one)), [0])
  return sums.map((sum) => sum / differences.length).toSorted((a, b) => a - b)
}

describe("the paired bootstrap", () => {
  test("comes near the shares of all possible resamples", () => {
    const differences = [1, -2, 4, 8, 3]
    const means = allMeans(differences)
    const { n, difference, interval, p, resamples } = pairedBootstrap(differences, zeros(5), { seed: 3 })!
    expect([n, difference, resamples]).toEqual([5, 2.8, 10_000])
    const below = means.filter((mean) => mean <= 0).length / means.length
    expect(Math.abs(p! - 2 * below)).toBeLessThan(0.01)
    // The ends lie where 2.5 % of all resamples lie beyond, give or take the chance of 10,000 draws.
    const beyond = (share: number) => means[Math.round(share * (means.length - 1))]!
    expect(interval!.low).toBeGreaterThanOrEqual(beyond(0.02))
    expect(interval!.low).toBeLessThanOrEqual(beyond(0.03))
    expect(interval!.high).toBeGreaterThanOrEqual(beyond(0.97))
    expect(interval!.high).toBeLessThanOrEqual(beyond(0.98))
  })

  test("gives nearly the t interval where the differences are many and normal", () => {
    const noise = normals({ seed: 5, stream: "split", a: 0, b: 0 }, 400)
    const { difference, interval } = pairedBootstrap(noise, zeros(400), { seed: 1 })!
    for (const reach of [interval!.high - difference, difference - interval!.low]) {
      expect(Math.abs(reach - 1.96 / 20)).toBeLessThan(0.01)
    }
  })

  test("sees a difference between pairs that vary far more among themselves", () => {
    const level = normals({ seed: 6, stream: "split", a: 0, b: 0 }, 30).map((z) => 100 * z)
    const shifted = level.map((value, i) => value + 1 + (i % 3))
    expect(pairedBootstrap(shifted, level, { seed: 1 })!.p).toBe(2 / 10_001)
    expect(pairedBootstrap(level, shifted, { seed: 1 })!.p).toBe(2 / 10_001)
  })

  test("is the same for the same seed and comparison, and another for another", () => {
    const a = [1, 2, 3.5, 0.1, -0.7]
    const run = (seed: number, comparison: number) => pairedBootstrap(a, zeros(5), { seed, comparison, resamples: 500 })
    expect(run(1, 0)).toEqual(run(1, 0))
    expect(run(1, 1)!.interval).not.toEqual(run(1, 0)!.interval)
    expect(run(2, 0)!.interval).not.toEqual(run(1, 0)!.interval)
  })

  test("keeps its bits", () => {
    expect(pairedBootstrap([1, 2, 3.5, 0.1, -0.7], zeros(5), { seed: 1, resamples: 100 })).toEqual({
      n: 5, difference: 1.1800000000000004, interval: { low: 0.139, high: 2.5619999999999994 }, p: 0.0594059405940594, resamples: 100
    })
  })

  test("has no p where resampling changes nothing", () => {
    expect(pairedBootstrap([2], [1], { seed: 1 })).toEqual({ n: 1, difference: 1, interval: null, p: null, resamples: 10_000 })
    expect(pairedBootstrap([0.1, 0.1, 0.1], zeros(3), { seed: 1 })).toEqual({
      n: 3, difference: 0.1, interval: { low: 0.1, high: 0.1 }, p: null, resamples: 10_000
    })
    expect(pairedBootstrap([5, 7], [5, 7], { seed: 1 })!.p).toBeNull()
  })

  test("of a single resample, and of pairs that are as often better as worse, has p = 1", () => {
    expect(pairedBootstrap([1, -1], zeros(2), { seed: 1 })!.p).toBe(1)
    expect(pairedBootstrap([1, 2], zeros(2), { seed: 1, resamples: 1 })!.p).toBe(1)
  })

  test("says nothing of no pairs", () => expect(pairedBootstrap([], [], { seed: 1 })).toBeNull())
})
