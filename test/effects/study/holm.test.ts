import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { holm } from "../../../src/effects/study/holm.ts"

describe("Holm's correction", () => {
  test("multiplies the smallest p by their number, the next by one less; none falls below a smaller one's", () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p!.toFixed(12)))).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  test("ends at 1", () => {
    expect(holm([0.6, 0.9])).toEqual([1, 1])
  })

  test("a test without p does not count", () => {
    expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04])
    expect(holm([])).toEqual([])
  })

  test("never makes a p smaller, keeps their order, and one test is left as it is", () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
      const corrected = holm(values) as readonly number[]
      values.forEach((p, i) => {
        expect(corrected[i]!).toBeGreaterThanOrEqual(p)
        expect(corrected[i]!).toBeLessThanOrEqual(1)
        values.forEach((other, j) => {
          if (p < other) expect(corrected[i]!).toBeLessThanOrEqual(corrected[j]!)
        })
      })
      expect(holm([values[0]!])).toEqual([values[0]])
    }))
  })
})
