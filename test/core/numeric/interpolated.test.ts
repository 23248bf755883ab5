import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { interpolated } from "../../../src/core/numeric/interpolated.ts"

const points = (...pairs: readonly (readonly [number, number])[]) =>
  [Float64Array.from(pairs, ([x]) => x), Float64Array.from(pairs, ([, y]) => y)] as const

describe("a line through points", () => {
  const [x, y] = points([0, 10], [1, 20], [3, 0])

  it("goes through them, straight between, and level beyond", () => {
    expect([0, 1, 3].map((at) => interpolated(x, y, at))).toEqual([10, 20, 0])
    expect([0.5, 2, 2.5].map((at) => interpolated(x, y, at))).toEqual([15, 10, 5])
    expect([-7, 4, Infinity, -Infinity].map((at) => interpolated(x, y, at))).toEqual([10, 0, 0, 10])
  })

  it("is level through a single point", () => {
    expect([-1, 5, 9].map((at) => interpolated(...points([5, 7]), at))).toEqual([7, 7, 7])
  })

  it("never falls where the points rise", () => {
    fc.assert(fc.property(
      fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 12 }),
      fc.double({ min: -120, max: 120, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
      (values, at, further) => {
        const rising = Float64Array.from(values).toSorted()
        const squared = rising.map((value) => value * Math.abs(value))
        expect(interpolated(rising, squared, at + further)).toBeGreaterThanOrEqual(interpolated(rising, squared, at) - 1e-9)
      }
    ))
  })
})
