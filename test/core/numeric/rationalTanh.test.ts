import { describe, expect, test } from "vitest"
import { exp } from "../../../src/core/numeric/exp.ts"
import { rationalSigmoid, rationalTanh } from "../../../src/core/numeric/rationalTanh.ts"
import { tanh } from "../../../src/core/numeric/tanh.ts"

const largestError = (
  ours: (x: number) => number, exact: (x: number) => number, from: number, to: number
): number => {
  let worst = 0
  for (let i = 0; i <= 200_000; i++) {
    const x = from + ((to - from) * i) / 200_000
    worst = Math.max(worst, Math.abs(ours(x) - exact(x)))
  }
  return worst
}

const sigmoid = (x: number): number => 1 / (1 + exp(-x))

describe("rationalTanh", () => {
  test("is within 2.6e-8 of tanh inside the clamp, and within 2.6e-7 anywhere", () => {
    const inside = largestError(rationalTanh, tanh, -7.9, 7.9)
    expect(inside).toBeLessThan(2.6e-8)
    expect(inside).toBeGreaterThan(2.5e-8)
    const anywhere = largestError(rationalTanh, tanh, -25, 25)
    expect(anywhere).toBeLessThan(2.64e-7)
    expect(anywhere).toBeGreaterThan(2.5e-7)
  })

  test("stands still beyond the clamp, below 1", () => {
    for (const x of [7.9, 8, 1e9, Infinity]) expect(rationalTanh(x)).toBe(0.999999736887911)
    for (const x of [-7.9, -8, -1e9, -Infinity]) expect(rationalTanh(x)).toBe(-0.999999736887911)
  })

  test("never falls, and is odd to the bit", () => {
    let before = -1
    for (let x = -9; x <= 9; x += 1 / 1024) {
      expect(rationalTanh(x)).toBeGreaterThanOrEqual(before)
      before = rationalTanh(x)
      expect(rationalTanh(-x)).toBe(x === 0 ? -0 : -before)
    }
  })

  test("lets NaN and the sign of zero pass, as pmin and pmax do", () => {
    expect(rationalTanh(Number.NaN)).toBeNaN()
    expect(rationalTanh(-0)).toBe(-0)
    expect(rationalTanh(0)).toBe(0)
    expect(rationalTanh(5e-324)).toBe(0)
  })

  test("keeps its bits", () => {
    expect([1e-3, 0.5, 1, 2.5, -6].map(rationalTanh)).toEqual([
      0.0009999995386152792, 0.4621171408833437, 0.7615941807032628, 0.9866143110606436, -0.9999877119987013
    ])
  })
})

describe("rationalSigmoid", () => {
  test("is within 1.3e-7 of the sigmoid everywhere", () => {
    const worst = largestError(rationalSigmoid, sigmoid, -40, 40)
    expect(worst).toBeLessThan(1.32e-7)
    expect(worst).toBeGreaterThan(1.2e-7)
  })

  test("stays inside (0, 1), 1/2 at 0, NaN at NaN", () => {
    expect(rationalSigmoid(Infinity)).toBeLessThan(1)
    expect(rationalSigmoid(-Infinity)).toBeGreaterThan(0)
    expect(rationalSigmoid(0)).toBe(0.5)
    expect(rationalSigmoid(Number.NaN)).toBeNaN()
  })
})
