import { describe, expect, it } from "vitest"
import { holm } from "../../../src/core/statistics/holm.ts"

describe("Holm's adjustment", () => {
  it("multiplies the smallest p by the number of comparisons, the next by one less, and never turns the order", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12))
  })

  it("leaves a single p alone, and none above 1", () => {
    expect(holm([0.03])).toEqual([0.03])
    expect(holm([0.9, 0.8, 1])).toEqual([1, 1, 1])
    expect(holm([])).toEqual([])
  })
})
