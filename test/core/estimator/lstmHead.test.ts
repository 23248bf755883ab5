import { describe, expect, it } from "vitest"
import { heads, headSlope, headValue } from "../../../src/core/estimator/lstmHead.ts"

const points = Array.from({ length: 161 }, (_, i) => (i - 80) / 4)

describe("heads of the estimator", () => {
  it("agree with their formulas", () => {
    for (const x of points) {
      expect(headValue("twice-sigmoid", x)).toBeCloseTo(2 / (1 + Math.exp(-x)), 14)
      expect(headValue("affine", x)).toBe(x)
      expect(headValue("softplus", x)).toBeCloseTo(Math.log(1 + Math.exp(x)), 13)
    }
  })

  it.each(heads)("%s has the slope of its value", (head) => {
    for (const x of points) {
      const difference = (headValue(head, x + 1e-5) - headValue(head, x - 1e-5)) / 2e-5
      expect(Math.abs(headSlope(head, x) - difference)).toBeLessThan(1e-9)
    }
  })

  it("stay finite far out, where e^x does not, and let NaN pass", () => {
    expect(heads.map((head) => headValue(head, -800))).toEqual([0, -800, 0])
    expect(heads.map((head) => headValue(head, 800))).toEqual([2, 800, 800])
    expect(heads.map((head) => headSlope(head, 800))).toEqual([0, 1, 1])
    expect(heads.map((head) => headSlope(head, -800))).toEqual([0, 1, 0])
    expect(heads.map((head) => headValue(head, Number.NaN))).toEqual([NaN, NaN, NaN])
  })
})
