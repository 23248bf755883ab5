import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cholesky, choleskySolve } from "../../../src/core/numeric/cholesky.ts"

const multiply = (matrix: Float64Array, x: Float64Array): Float64Array =>
  x.map((_, i) => x.reduce((sum, value, k) => sum + matrix[i * x.length + k] * value, 0))

/** B B' for a random B `[n, rank]`: symmetric, positive semi-definite. */
const gram = (n: number, rank: number) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n * rank, maxLength: n * rank }).map((B) =>
    Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n]
      let sum = 0
      for (let k = 0; k < rank; k++) sum += B[i * rank + k] * B[j * rank + k]
      return sum
    }))

describe("Cholesky's method", () => {
  it("factors a matrix worked by hand", () => {
    expect(cholesky(Float64Array.of(4, 0, 2, 10), 2)).toEqual(Float64Array.of(2, 0, 1, 3))
    expect(choleskySolve(Float64Array.of(4, 0, 2, 10), Float64Array.of(8, 22))).toEqual(Float64Array.of(1, 2))
  })

  it("solves positive definite systems", () => {
    fc.assert(fc.property(gram(5, 5), fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), (matrix, right) => {
      const ridged = matrix.map((value, at) => (at % 6 === 0 ? value + 1 : value))
      const residual = multiply(ridged, choleskySolve(ridged, Float64Array.from(right)))
      residual.forEach((value, i) => expect(value).toBeCloseTo(right[i], 9))
    }), { numRuns: 50 })
  })

  it("solves singular systems that have a solution", () => {
    fc.assert(fc.property(gram(5, 3), fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), (matrix, x) => {
      const right = multiply(matrix, Float64Array.from(x))
      const scale = right.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1)
      multiply(matrix, choleskySolve(matrix, right)).forEach((value, i) => expect((value - right[i]) / scale).toBeCloseTo(0, 6))
    }), { numRuns: 50 })
  })

  it("takes what is left by rounding for nothing: an unknown that the ones before it explain is 0", () => {
    const rows = Array.from({ length: 50 }, (_, i) => [((i * 37) % 53) / 53, ((i * 29) % 47) / 47]).map(([u, v]) => [u, v, 0.3 * u + 0.7 * v])
    const matrix = Float64Array.from({ length: 9 }, (_, at) =>
      rows.reduce((sum, row) => sum + row[Math.floor(at / 3)] * row[at % 3], 0))
    const x = choleskySolve(matrix, multiply(matrix, Float64Array.of(1, 2, 10)))
    expect(x[2]).toBe(0)
    expect(x[0]).toBeCloseTo(4, 9)
    expect(x[1]).toBeCloseTo(9, 9)
  })

  it("has an answer for nothing at all, and for zeros", () => {
    expect(choleskySolve(new Float64Array(0), new Float64Array(0))).toHaveLength(0)
    expect(choleskySolve(new Float64Array(4), Float64Array.of(1, 2))).toEqual(Float64Array.of(0, 0))
  })
})
