/**
 * Cholesky's factor L of a symmetric positive definite matrix A = L L', row by row, packed: row i begins at
 * i (i + 1) / 2 and has i + 1 numbers. A row depends on the ones before it alone, and every number of it is one sum in
 * the order of its columns: a factor that grows by a row, or by several at once, has the bits of one that is computed
 * as a whole.
 */

export const packedLength = (n: number): number => (n * (n + 1)) / 2

/** A pivot that rounding took to 0 or below stays positive; matrices with noise on their diagonal do not come near. */
const leastPivot = 1e-150

/** Row i of A becomes row i of L from column `from` on; what stands before it is in place. */
const factorRow = (L: Float64Array, i: number, from: number): void => {
  const row = packedLength(i)
  for (let j = from; j <= i; j++) {
    const other = packedLength(j)
    let rest = L[row + j]
    for (let k = 0; k < j; k++) rest -= L[row + k] * L[other + k]
    L[row + j] = j === i ? Math.sqrt(Math.max(rest, leastPivot)) : rest / L[other + j]
  }
}

/** The same for rows i to i + 3 side by side: their sums do not wait for each other, and read the rows above once. */
const factorFourRows = (L: Float64Array, i: number): void => {
  const row0 = packedLength(i)
  const row1 = packedLength(i + 1)
  const row2 = packedLength(i + 2)
  const row3 = packedLength(i + 3)
  for (let j = 0, other = 0; j < i; j++, other += j) {
    let rest0 = L[row0 + j]
    let rest1 = L[row1 + j]
    let rest2 = L[row2 + j]
    let rest3 = L[row3 + j]
    for (let k = 0; k < j; k++) {
      const l = L[other + k]
      rest0 -= L[row0 + k] * l
      rest1 -= L[row1 + k] * l
      rest2 -= L[row2 + k] * l
      rest3 -= L[row3 + k] * l
    }
    const pivot = L[other + j]
    L[row0 + j] = rest0 / pivot
    L[row1 + j] = rest1 / pivot
    L[row2 + j] = rest2 / pivot
    L[row3 + j] = rest3 / pivot
  }
  for (let row = i; row < i + 4; row++) factorRow(L, row, i)
}

/** The packed lower triangle of A `[n]` becomes L, in place; rows before `from` are L already. */
export const factorFrom = (A: Float64Array, n: number, from: number): void => {
  let i = from
  for (; i + 3 < n; i += 4) factorFourRows(A, i)
  for (; i < n; i++) factorRow(A, i, 0)
}

/** x `[n]` of L x = right. */
export const solveLower = (L: Float64Array, right: Float64Array): Float64Array => {
  const x = right.slice()
  for (let i = 0, row = 0; i < x.length; i++, row += i) {
    let rest = x[i]
    for (let k = 0; k < i; k++) rest -= L[row + k] * x[k]
    x[i] = rest / L[row + i]
  }
  return x
}

/** x `[n]` of L' x = right. */
export const solveUpper = (L: Float64Array, right: Float64Array): Float64Array => {
  const x = right.slice()
  for (let i = x.length - 1; i >= 0; i--) {
    const row = packedLength(i)
    const value = x[i] / L[row + i]
    x[i] = value
    for (let k = 0; k < i; k++) x[k] -= L[row + k] * value
  }
  return x
}

/** Right sides that `whitenedSquares` works on at once. */
const together = 8

/** |L^-1 r|^2 for each of the right sides r `[count, n]`: one order of sums, wherever a right side stands. */
export const whitenedSquares = (L: Float64Array, n: number, right: Float64Array): Float64Array => {
  const count = n === 0 ? 0 : right.length / n
  const squares = new Float64Array(Math.ceil(count / together) * together)
  const x = new Float64Array(n * together)
  for (let first = 0; first < count; first += together) {
    for (let j = 0; j < together; j++) {
      const from = Math.min(first + j, count - 1) * n
      for (let i = 0; i < n; i++) x[i * together + j] = right[from + i]
    }
    for (let i = 0, row = 0; i < n; i++, row += i) {
      const here = i * together
      let x0 = x[here]
      let x1 = x[here + 1]
      let x2 = x[here + 2]
      let x3 = x[here + 3]
      let x4 = x[here + 4]
      let x5 = x[here + 5]
      let x6 = x[here + 6]
      let x7 = x[here + 7]
      for (let k = 0, at = 0; k < i; k++, at += together) {
        const l = L[row + k]
        x0 -= l * x[at]
        x1 -= l * x[at + 1]
        x2 -= l * x[at + 2]
        x3 -= l * x[at + 3]
        x4 -= l * x[at + 4]
        x5 -= l * x[at + 5]
        x6 -= l * x[at + 6]
        x7 -= l * x[at + 7]
      }
      const pivot = L[row + i]
      x[here] = x0 / pivot
      x[here + 1] = x1 / pivot
      x[here + 2] = x2 / pivot
      x[here + 3] = x3 / pivot
      x[here + 4] = x4 / pivot
      x[here + 5] = x5 / pivot
      x[here + 6] = x6 / pivot
      x[here + 7] = x7 / pivot
      for (let j = 0; j < together; j++) squares[first + j] += x[here + j] * x[here + j]
    }
  }
  return squares.subarray(0, count)
}

/**
 * A^-1 of A = L L', its packed lower triangle: with R = L^-1, also triangular, it is R' R. R is found row by row from
 * L R = 1.
 */
export const inverse = (L: Float64Array, n: number): Float64Array => {
  const R = new Float64Array(packedLength(n))
  for (let i = 0, row = 0; i < n; i++, row += i) {
    for (let k = 0, other = 0; k < i; k++, other += k) {
      const l = L[row + k]
      for (let j = 0; j <= k; j++) R[row + j] -= l * R[other + j]
    }
    const pivot = L[row + i]
    for (let j = 0; j < i; j++) R[row + j] /= pivot
    R[row + i] = 1 / pivot
  }
  const product = new Float64Array(packedLength(n))
  for (let k = 0, other = 0; k < n; k++, other += k) {
    for (let i = 0, row = 0; i <= k; i++, row += i) {
      const r = R[other + i]
      for (let j = 0; j <= i; j++) product[row + j] += r * R[other + j]
    }
  }
  return product
}
