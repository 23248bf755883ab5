import { describe, expect, it } from "vitest"
import { cholesky } from "../../../src/core/numeric/cholesky.ts"
import {
  factorFrom, packedLength, solveLower, solveUpper, whitenedSquares
} from "../../../src/core/numeric/packedCholesky.ts"
import { uniforms } from "../../../src/core/random/uniform.ts"

const numbers = (seed: number, count: number): Float64Array => uniforms({ seed, stream: "split", a: 0, b: 0 }, count)

/** B B' + 1 of a random B `[n, n]`, as the full matrix. */
const definite = (n: number, seed: number): Float64Array => {
  const B = numbers(seed, n * n)
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    let sum = i === j ? 1 : 0
    for (let k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k]
    return sum
  })
}

const packed = (matrix: Float64Array, n: number): Float64Array =>
  Float64Array.from(Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, i * n + i + 1)]).flat())

const factorOf = (matrix: Float64Array, n: number): Float64Array => {
  const L = packed(matrix, n)
  factorFrom(L, n, 0)
  return L
}

describe("Cholesky's factor, packed", () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 11, 30])("of %d rows has the bits of the plain factor", (n) => {
    const matrix = definite(n, n + 1)
    expect(factorOf(matrix, n)).toEqual(packed(cholesky(matrix, n), n))
  })

  it("has the same bits however it grows", () => {
    const n = 23
    const matrix = definite(n, 5)
    const whole = factorOf(matrix, n)
    for (const cuts of [[22], [1, 2, 3, 4, 5, 6], [4, 9, 17], [10]]) {
      const L = new Float64Array(packedLength(n))
      let from = 0
      for (const to of [...cuts, n]) {
        L.set(packed(matrix, n).subarray(packedLength(from), packedLength(to)), packedLength(from))
        factorFrom(L, to, from)
        from = to
      }
      expect(L).toEqual(whole)
    }
  })

  it("solves L x = r and L' x = r", () => {
    const n = 9
    const matrix = definite(n, 3)
    const right = numbers(4, n)
    const L = factorOf(matrix, n)
    const x = solveUpper(L, solveLower(L, right))
    for (let i = 0; i < n; i++) {
      expect(x.reduce((sum, value, k) => sum + matrix[i * n + k] * value, 0)).toBeCloseTo(right[i], 10)
    }
  })

  it.each([1, 7, 8, 9, 20])("whitens %d right sides with the bits of one alone", (count) => {
    const n = 6
    const L = factorOf(definite(n, 8), n)
    const right = numbers(9, count * n)
    const alone = Float64Array.from({ length: count }, (_, j) =>
      solveLower(L, right.slice(j * n, (j + 1) * n)).reduce((sum, x) => sum + x * x, 0))
    expect(whitenedSquares(L, n, right)).toEqual(alone)
  })

  it("stays finite where rounding leaves nothing of a pivot", () => {
    expect(factorOf(Float64Array.of(1, 1, 1, 1), 2).every(Number.isFinite)).toBe(true)
  })
})
