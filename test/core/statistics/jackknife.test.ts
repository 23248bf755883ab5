import { describe, expect, it } from "vitest"
import { kendallTau } from "../../../src/core/numeric/kendallTau.ts"
import { normals } from "../../../src/core/random/normal.ts"
import { pseudoValues } from "../../../src/core/statistics/jackknife.ts"

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
const draws = (a: number, count: number) => normals({ seed: 3, stream: "split", a, b: 0 }, count)

describe("pseudo-values", () => {
  it("are the products themselves for a statistic that is a mean", () => {
    const [x, y] = [Float64Array.of(1, 2, 5, -1), Float64Array.of(3, 0, 1, 2)]
    const product = (a: Float64Array, b: Float64Array) => mean(a.map((value, i) => value * b[i]!))
    pseudoValues(product, x, y).forEach((value, i) => expect(value).toBeCloseTo(x[i]! * y[i]!, 12))
  })

  it("have Kendall's tau as their mean where nothing is tied", () => {
    const [x, y] = [draws(0, 30), draws(1, 30)]
    expect(mean(pseudoValues(kendallTau, x, y))).toBeCloseTo(kendallTau(x, y), 12)
  })

  it("spread as much as tau does from sample to sample", () => {
    // For independent x and y the variance of tau is 2 (2 n + 5) / (9 n (n - 1)).
    const n = 200
    const values = pseudoValues(kendallTau, draws(0, n), draws(1, n))
    const variance = mean(values.map((value) => (value - mean(values)) ** 2)) / (n - 1)
    expect(variance / ((2 * (2 * n + 5)) / (9 * n * (n - 1)))).toBeGreaterThan(0.7)
    expect(variance / ((2 * (2 * n + 5)) / (9 * n * (n - 1)))).toBeLessThan(1.4)
  })

  it("are the statistic itself where leaving one out leaves no order", () => {
    expect([...pseudoValues(kendallTau, Float64Array.of(1, 2), Float64Array.of(2, 1))]).toEqual([-1, -1])
  })
})
