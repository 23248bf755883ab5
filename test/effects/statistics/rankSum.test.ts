import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { rankSum } from "../../../src/effects/statistics/rankSum.ts"

/** Permeability of the human chorioamnion, Hollander and Wolfe 1973: the example of R's wilcox.test. */
const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
const early = [1.15, 0.88, 0.9, 0.74, 1.21]

/** Pairs with the larger value in a, a tie as half: U by its definition. */
const larger = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x) => sum + b.reduce((pairs, y) => pairs + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0)

/** The exact p by trying every split. */
const tried = (a: readonly number[], b: readonly number[]): number => {
  const all = [...a, ...b]
  const middle = (a.length * b.length) / 2
  const far = Math.abs(larger(a, b) - middle)
  let splits = 0
  let asFar = 0
  for (let chosen = 0; chosen < 1 << all.length; chosen++) {
    const inside = all.filter((_, i) => chosen & (1 << i))
    if (inside.length !== a.length) continue
    splits++
    if (Math.abs(larger(inside, all.filter((_, i) => !(chosen & (1 << i)))) - middle) >= far - 1e-9) asFar++
  }
  return asFar / splits
}

describe("the rank sum test", () => {
  test("gives what R's wilcox.test prints of its example", () => {
    const { u, superiority, p, method } = rankSum(term, early)!
    expect([u, superiority, method]).toEqual([35, 0.7, "exact"])
    expect(p).toBeCloseTo(0.2544122544122544, 14)
  })

  test("counts 49 against 49 exactly, as SciPy does", () => {
    const a = Array.from({ length: 49 }, (_, i) => Math.floor(1000 * ((i * 0.6180339887498949) % 1)))
    const b = Array.from({ length: 49 }, (_, i) => Math.floor(1000 * ((i * 0.41421356237309515) % 1)) * 1.3 + 0.25)
    const { u, p, method } = rankSum(a, b)!
    expect([u, method]).toEqual([920, "exact"])
    expect(p).toBeCloseTo(0.046320998598222654, 13)
  })

  test("is exact with ties too, as SciPy's permutation test of the same samples", () => {
    const result = rankSum([...term, ...term.slice(0, 3)], [...early, 1.46, 0.8])!
    expect(result.method).toBe("exact")
    expect(result.p).toBeCloseTo(0.3594298245614035, 14)
  })

  test("corrects the normal approximation for ties and continuity, as SciPy does", () => {
    const a = Array.from({ length: 60 }, (_, i) => (i * i) % 17)
    const b = Array.from({ length: 55 }, (_, i) => ((i * i * i) % 19) + 1)
    const { u, p, method } = rankSum(a, b)!
    expect([u, method]).toEqual([1396.5, "normal"])
    expect(p).toBeCloseTo(0.15397114373938398, 12)
  })

  test("equals the count over all splits, ties or none", () => {
    const value = fc.integer({ min: 0, max: 5 })
    const sample = fc.array(value, { minLength: 1, maxLength: 5 })
    fc.assert(fc.property(sample, sample, (a, b) => {
      const { u, p } = rankSum(a, b)!
      expect(u).toBe(larger(a, b))
      if (new Set([...a, ...b]).size === 1) expect(p).toBeNull()
      else expect(p).toBeCloseTo(tried(a, b), 12)
    }), { seed: 2, numRuns: 100 })
  })

  test("has no p where all values are equal, however many", () => {
    expect(rankSum([1, 1], [1])).toEqual({ u: 1, superiority: 0.5, p: null, method: "exact" })
    const many = Array.from({ length: 60 }, () => 0.1)
    expect(rankSum(many, many)).toEqual({ u: 1800, superiority: 0.5, p: null, method: "normal" })
  })

  test("compares single values, and says nothing of an empty sample", () => {
    expect(rankSum([2], [1])).toEqual({ u: 1, superiority: 1, p: 1, method: "exact" })
    expect(rankSum([], [1])).toBeNull()
    expect(rankSum([1], [])).toBeNull()
  })
})
