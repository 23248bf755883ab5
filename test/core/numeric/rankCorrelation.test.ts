import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { kendallTau } from "../../../src/core/numeric/kendallTau.ts"
import { sortedOrder } from "../../../src/core/numeric/sortedOrder.ts"
import { spearman } from "../../../src/core/numeric/spearman.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

const numbers = (...values: readonly number[]): Float64Array => Float64Array.from(values)

/** -1, 0 or 1; NaN is above every number and equal to itself. */
const compare = (a: number, b: number): number =>
  Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : Number(a > b) - Number(a < b)

/** Kendall's tau-b by its definition, over all pairs. */
const quadraticTau = (x: Float64Array, y: Float64Array): number => {
  let balance = 0
  let untiedX = 0
  let untiedY = 0
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const a = compare(x[i]!, x[j]!)
      const b = compare(y[i]!, y[j]!)
      balance += a * b
      untiedX += a * a
      untiedY += b * b
    }
  }
  return untiedY === 0 ? 1 : untiedX === 0 ? 0 : balance / Math.sqrt(untiedX * untiedY)
}

/** Average ranks less their mean, each by counting. */
const countedRanks = (v: Float64Array): readonly number[] =>
  [...v].map((a) => [...v].reduce((rank, b) => rank + (compare(a, b) + 1) / 2, 0) - v.length / 2)

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, r, i) => sum + r * b[i]!, 0)

/** Pearson's correlation of average ranks. */
const quadraticSpearman = (x: Float64Array, y: Float64Array): number => {
  const [a, b] = [countedRanks(x), countedRanks(y)]
  return dot(b, b) === 0 ? 1 : dot(a, a) === 0 ? 0 : dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

const few = fc.constantFrom(0, -0, 1, 2, 3, -1, Infinity, Number.NaN)
const pairsOf = (value: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(value, value), { maxLength: 60 }).map((pairs) => ({
    x: Float64Array.from(pairs, ([a]) => a),
    y: Float64Array.from(pairs, ([, b]) => b)
  }))
const samples = fc.oneof(pairsOf(few), pairsOf(fc.double()), pairsOf(fc.constantFrom(1, 2)))

describe("kendallTau", () => {
  test("equals the definition over all pairs, with ties, infinities and NaN", () => {
    fc.assert(fc.property(samples, ({ x, y }) => {
      expect(kendallTau(x, y)).toBe(quadraticTau(x, y))
    }), { numRuns: 500, seed: 4 })
  })

  test("equals it on 1000 samples with many ties", () => {
    const x = uniforms({ seed: 1, stream: "split", a: 0, b: 0 }, 1000).map((u) => Math.floor(u * 40))
    const y = uniforms({ seed: 1, stream: "split", a: 1, b: 0 }, 1000).map((u, i) => Math.floor(u * 40) + x[i]!)
    expect(kendallTau(x, y)).toBe(quadraticTau(x, y))
    expect(kendallTau(x, y)).toBeGreaterThan(0.3)
  })

  test("gives the value of a worked example", () => {
    // 8 concordant and 2 discordant pairs of 10
    expect(kendallTau(numbers(1, 2, 3, 4, 5), numbers(2, 1, 4, 3, 5))).toBe(0.6)
    // 5 concordant of 6, 1 tied in the losses alone
    expect(kendallTau(numbers(1, 2, 3, 4), numbers(1, 2, 2, 3))).toBe(5 / Math.sqrt(30))
  })

  test("is 1 for the same order and -1 for the opposite, exactly", () => {
    const x = numbers(0.3, 0.1, 0.1, 7, 5, 5, 5)
    expect(kendallTau(x, x.map((a) => a * 3 - 1))).toBe(1)
    expect(kendallTau(x, x.map((a) => -a))).toBe(-1)
  })

  test("is 1 where there is no order to get wrong, and 0 where only the predictions have none", () => {
    expect(kendallTau(numbers(), numbers())).toBe(1)
    expect(kendallTau(numbers(3), numbers(4))).toBe(1)
    expect(kendallTau(numbers(3, 1, 2), numbers(4, 4, 4))).toBe(1)
    expect(kendallTau(numbers(3, 3, 3), numbers(4, 4, 4))).toBe(1)
    expect(kendallTau(numbers(3, 3, 3), numbers(4, 4, 5))).toBe(0)
    expect(kendallTau(numbers(Number.NaN, Number.NaN), numbers(4, 5))).toBe(0)
  })

  test("puts NaN above every number, Infinity included", () => {
    expect(kendallTau(numbers(1, Infinity, Number.NaN), numbers(1, 2, 3))).toBe(1)
    expect(kendallTau(numbers(Number.NaN, 1, 2), numbers(1, 2, 3))).toBe(-1 / 3)
  })
})

describe("spearman", () => {
  test("equals Pearson's correlation of average ranks", () => {
    fc.assert(fc.property(samples, ({ x, y }) => {
      expect(spearman(x, y)).toBe(quadraticSpearman(x, y))
    }), { numRuns: 300, seed: 4 })
  })

  test("gives the value of a worked example, and the ends exactly", () => {
    // 1 - 6 sum d^2 / (n (n^2 - 1)) with sum d^2 = 4
    expect(spearman(numbers(1, 2, 3, 4, 5), numbers(2, 1, 4, 3, 5))).toBe(0.8)
    const x = numbers(0.3, 0.1, 0.1, 7, 5, 5, 5)
    expect(spearman(x, x)).toBe(1)
    expect(spearman(x, x.map((a) => -a))).toBe(-1)
    expect(spearman(numbers(1, 2), numbers(4, 4))).toBe(1)
    expect(spearman(numbers(2, 2), numbers(4, 5))).toBe(0)
  })
})

describe("all of them", () => {
  test("are symmetric, unless one side has no order at all", () => {
    fc.assert(fc.property(samples, ({ x, y }) => {
      fc.pre(new Set(x).size > 1 && new Set(y).size > 1)
      expect(kendallTau(y, x)).toBe(kendallTau(x, y))
      expect(spearman(y, x)).toBe(spearman(x, y))
    }), { seed: 4 })
  })

  test("leave their arguments alone", () => {
    fc.assert(fc.property(samples, ({ x, y }) => {
      const [beforeX, beforeY] = [x.slice(), y.slice()]
      kendallTau(x, y)
      spearman(x, y)
      expect([x, y]).toEqual([beforeX, beforeY])
    }), { seed: 4 })
  })

  test("an order is sorted, a permutation, and stable from any start", () => {
    fc.assert(fc.property(samples, ({ x, y }) => {
      const order = sortedOrder(x, sortedOrder(y))
      const wanted = [...x.keys()].toSorted((i, j) => compare(x[i]!, x[j]!) || compare(y[i]!, y[j]!) || i - j)
      expect([...order]).toEqual(wanted)
    }), { numRuns: 200, seed: 4 })
  })
})
