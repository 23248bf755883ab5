/**
 * Pivots below this share of the largest diagonal element count as zero: sums of a few hundred float64 products
 * leave about 1e-13 where exact arithmetic leaves 0 (our choice).
 */
const rankTolerance = 1e-11

/**
 * L of `G = L L'` for a symmetric positive semi-definite G `[n, n]` (its lower triangle is read), in fixed order of
 * sums. A column that depends on the ones before it gets a zero column in L.
 */
export const cholesky = (matrix: Float64Array, n: number): Float64Array => {
  const L = new Float64Array(n * n)
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, matrix[i * n + i])
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]
      for (let k = 0; k < j; k++) rest -= L[i * n + k] * L[j * n + k]
      const pivot = L[j * n + j]
      if (i === j) L[i * n + i] = rest > rankTolerance * largest ? Math.sqrt(rest) : 0
      else L[i * n + j] = pivot === 0 ? 0 : rest / pivot
    }
  }
  return L
}

/**
 * A solution x `[n]` of `G x = right` by Cholesky's method. Where G is singular, unknowns that the ones before them
 * already explain are 0.
 */
export const choleskySolve = (matrix: Float64Array, right: Float64Array): Float64Array => {
  const n = right.length
  const L = cholesky(matrix, n)
  const x = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let rest = right[i]
    for (let k = 0; k < i; k++) rest -= L[i * n + k] * x[k]
    x[i] = L[i * n + i] === 0 ? 0 : rest / L[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) {
    let rest = x[i]
    for (let k = i + 1; k < n; k++) rest -= L[k * n + i] * x[k]
    x[i] = L[i * n + i] === 0 ? 0 : rest / L[i * n + i]
  }
  return x
}
