import { describe, expect, test } from "vitest"
import { cosPi } from "../../../src/core/numeric/cosPi.ts"
import { exp } from "../../../src/core/numeric/exp.ts"
import { log } from "../../../src/core/numeric/log.ts"
import { tanh } from "../../../src/core/numeric/tanh.ts"

const least = 5e-324
const greatest = Number.MAX_VALUE

describe("exp", () => {
  test("is 1 at both zeros and at everything too small to matter", () => {
    for (const x of [0, -0, least, -least, 2 ** -54, -(2 ** -55)]) expect(exp(x)).toBe(1)
    expect(exp(2 ** -52)).toBe(1 + 2 ** -52)
  })

  test("ends at 0 and Infinity, and NaN stays NaN", () => {
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(greatest)).toBe(Infinity)
    expect(exp(-greatest)).toBe(0)
    expect(exp(Number.NaN)).toBeNaN()
  })

  test("overflows and vanishes at the right arguments", () => {
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(least)
    expect(exp(-745.1332191019412)).toBe(0)
    expect(exp(-708.3964185322642)).toBeLessThan(2.2250738585072014e-308)
  })
})

describe("log", () => {
  test("is exactly 0 at 1, and never -0", () => expect(log(1)).toBe(0))

  test("is -Infinity at both zeros, NaN below, Infinity at Infinity", () => {
    expect(log(0)).toBe(-Infinity)
    expect(log(-0)).toBe(-Infinity)
    for (const x of [-least, -1, -Infinity, Number.NaN]) expect(log(x)).toBeNaN()
    expect(log(Infinity)).toBe(Infinity)
  })

  test("takes the least and the greatest number", () => {
    expect(log(least)).toBe(-744.4400719213812)
    expect(log(greatest)).toBe(709.782712893384)
    expect(log(2.2250738585072014e-308)).toBe(-708.3964185322641)
    expect(log(2.225073858507201e-308)).toBe(-708.3964185322641)
  })
})

describe("tanh", () => {
  test("is the argument itself where that is tiny, sign of zero included", () => {
    for (const x of [0, -0, least, -least, 2.2250738585072014e-308, 1e-9, -1e-9]) expect(tanh(x)).toBe(x)
  })

  test("ends at -1 and 1, and NaN stays NaN", () => {
    for (const x of [20, 710, greatest, Infinity]) {
      expect(tanh(x)).toBe(1)
      expect(tanh(-x)).toBe(-1)
    }
    expect(tanh(Number.NaN)).toBeNaN()
  })

  test("is odd to the bit and never beyond 1", () => {
    for (let x = 0; x < 25; x += 0.00731) {
      expect(tanh(-x)).toBe(-tanh(x))
      expect(tanh(x)).toBeLessThanOrEqual(1)
    }
  })
})

describe("cosPi", () => {
  test("is exact at the multiples of 1/2", () => {
    expect([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map(cosPi)).toEqual([1, 0, -1, 0, 1, 0, -1, 0])
    expect(cosPi(-0)).toBe(1)
    expect(cosPi(-0.5)).toBe(0)
    expect(cosPi(2 ** 52 + 1)).toBe(-1)
    expect(cosPi(2 ** 53)).toBe(1)
    expect(cosPi(greatest)).toBe(1)
    expect(cosPi(least)).toBe(1)
  })

  test("is even and repeats after 2, to the bit", () => {
    for (let x = 0; x < 2; x += 1 / 1024) {
      expect(cosPi(-x)).toBe(cosPi(x))
      expect(cosPi(x + 2)).toBe(cosPi(x))
      expect(cosPi(x + 1)).toBe(cosPi(x) === 0 ? 0 : -cosPi(x))
    }
  })

  test("is NaN where there is no angle", () => {
    for (const x of [Infinity, -Infinity, Number.NaN]) expect(cosPi(x)).toBeNaN()
  })
})
