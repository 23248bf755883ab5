import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { holm } from "../../../src/core/statistics/holm.ts"

describe("Holm's adjustment", () => {
  it("multiplies the smallest p by their number, the next by one less; none falls below a smaller one's", () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p!.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  it("leaves a single p alone, and none above 1", () => {
    expect(holm([0.03])).toEqual([0.03])
    expect(holm([0.6, 0.9])).toEqual([1, 1])
    expect(holm([])).toEqual([])
  })

  it("does not count a comparison without p", () => {
    expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04])
    expect(holm([null, 0.02])).toEqual([null, 0.02])
    expect(holm([null])).toEqual([null])
  })

  it("never makes a p smaller, and keeps their order", () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
      const adjusted = holm(values) as readonly number[]
      values.forEach((p, i) => {
        expect(adjusted[i]!).toBeGreaterThanOrEqual(p)
        expect(adjusted[i]!).toBeLessThanOrEqual(1)
        values.forEach((other, j) => {
          if (p < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!)
        })
      })
    }))
  })
})
