import { describe, expect, it } from "vitest"
import { meanSquaredError } from "../../../src/core/numeric/meanSquaredError.ts"
import { topOverlap } from "../../../src/core/numeric/topOverlap.ts"

const losses = Float64Array.of(5, 1, 4, 2, 3, 6)

describe("top-k overlap", () => {
  it("counts which of the k lowest losses are predicted to be among them", () => {
    expect(topOverlap(losses, losses, 3)).toBe(1)
    expect(topOverlap(losses.map((loss) => -loss), losses, 3)).toBe(0)
    expect(topOverlap(Float64Array.of(9, 1, 2, 9, 9, 9), losses, 2)).toBe(0.5)
    expect(topOverlap(losses.toReversed(), losses, 6)).toBe(1)
  })

  it("gives a constant prediction what chance gives", () => {
    expect(topOverlap(new Float64Array(6), losses, 3)).toBeCloseTo(0.5, 15)
    expect(topOverlap(new Float64Array(6), losses, 1)).toBeCloseTo(1 / 6, 15)
  })

  it("shares a tied border among those on it", () => {
    expect(topOverlap(Float64Array.of(9, 1, 2, 2, 9, 9), losses, 2)).toBe((1 + 0.5) / 2)
  })

  it("takes NaN for the highest prediction", () => {
    expect(topOverlap(Float64Array.of(NaN, 1, NaN, 2, 3, NaN), losses, 3)).toBe(1)
    expect(topOverlap(new Float64Array(6).fill(NaN), losses, 3)).toBeCloseTo(0.5, 15)
  })
})

describe("mean squared error", () => {
  it("averages the squares", () => {
    expect(meanSquaredError(Float64Array.of(1, 2, 3), Float64Array.of(1, 4, 2))).toBe(5 / 3)
    expect(meanSquaredError(new Float64Array(0), new Float64Array(0))).toBeNaN()
  })
})
