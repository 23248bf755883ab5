import { expect, test } from "vitest"
import { inverseNormal } from "../../../src/core/numeric/inverseNormal.ts"
import { fromBits } from "./correctlyRounded.ts"
import references from "./references.json" with { type: "json" }

test("the inverse normal distribution function has a relative error below 1e-15, tails included", () => {
  for (const [argument, value] of references.inverseNormal) {
    const z = fromBits(BigInt(`0x${value}`))
    expect(Math.abs(inverseNormal(fromBits(BigInt(`0x${argument}`))) - z)).toBeLessThan(1e-15 * Math.abs(z))
  }
})

test("it is 0 at 1/2, symmetric, and rises over the seams between its regions", () => {
  expect(inverseNormal(0.5)).toBe(0)
  for (const p of [0.25, 0.0625, 2 ** -30, 2 ** -52]) expect(inverseNormal(1 - p)).toBe(-inverseNormal(p))
  let before = -Infinity
  for (const centre of [1.3887943864964021e-11, 0.075, 0.925]) {
    for (let i = -100; i <= 100; i++) {
      const z = inverseNormal(centre * (1 + i * 1e-12))
      expect(z).toBeGreaterThanOrEqual(before)
      before = z
    }
  }
})

test("its ends are infinite, and beyond them it is NaN", () => {
  expect(inverseNormal(0)).toBe(-Infinity)
  expect(inverseNormal(1)).toBe(Infinity)
  expect(Number.isFinite(inverseNormal(5e-324))).toBe(true)
  for (const p of [-5e-324, 1 + 2 ** -52, Infinity, Number.NaN]) expect(inverseNormal(p)).toBeNaN()
})
