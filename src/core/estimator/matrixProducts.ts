/**
 * Products of a matrix W `[n, m]`, row by row in `weights` from index `at` on, with vectors that lie in larger arrays.
 * Four rows at a time: what stands in a register need not be read again. Sums run over rising indices.
 */

/** out `[m]` += scale x W, with x `[n]`. */
export const addVectorTimesMatrix = (
  scale: number,
  x: Float64Array, xAt: number,
  weights: Float64Array, at: number, n: number, m: number,
  out: Float64Array, outAt: number
): void => {
  let i = 0
  let row = at
  for (; i + 4 <= n; i += 4, row += 4 * m) {
    const a = scale * x[xAt + i]
    const b = scale * x[xAt + i + 1]
    const c = scale * x[xAt + i + 2]
    const d = scale * x[xAt + i + 3]
    for (let j = 0; j < m; j++) {
      let sum = out[outAt + j]
      sum += a * weights[row + j]
      sum += b * weights[row + m + j]
      sum += c * weights[row + 2 * m + j]
      sum += d * weights[row + 3 * m + j]
      out[outAt + j] = sum
    }
  }
  for (; i < n; i++, row += m) {
    const a = scale * x[xAt + i]
    for (let j = 0; j < m; j++) out[outAt + j] += a * weights[row + j]
  }
}

/** out `[n]` = W y, with y `[m]`. */
export const matrixTimesVector = (
  weights: Float64Array, at: number, n: number, m: number,
  y: Float64Array, yAt: number,
  out: Float64Array, outAt: number
): void => {
  let i = 0
  let row = at
  for (; i + 4 <= n; i += 4, row += 4 * m) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let j = 0; j < m; j++) {
      const value = y[yAt + j]
      a += weights[row + j] * value
      b += weights[row + m + j] * value
      c += weights[row + 2 * m + j] * value
      d += weights[row + 3 * m + j] * value
    }
    out[outAt + i] = a
    out[outAt + i + 1] = b
    out[outAt + i + 2] = c
    out[outAt + i + 3] = d
  }
  for (; i < n; i++, row += m) {
    let sum = 0
    for (let j = 0; j < m; j++) sum += weights[row + j] * y[yAt + j]
    out[outAt + i] = sum
  }
}

/** W += scale x' y, with x `[n]` and y `[m]`. */
export const addOuterProduct = (
  scale: number,
  x: Float64Array, xAt: number, n: number,
  y: Float64Array, yAt: number, m: number,
  weights: Float64Array, at: number
): void => {
  let i = 0
  let row = at
  for (; i + 4 <= n; i += 4, row += 4 * m) {
    const a = scale * x[xAt + i]
    const b = scale * x[xAt + i + 1]
    const c = scale * x[xAt + i + 2]
    const d = scale * x[xAt + i + 3]
    for (let j = 0; j < m; j++) {
      const value = y[yAt + j]
      weights[row + j] += a * value
      weights[row + m + j] += b * value
      weights[row + 2 * m + j] += c * value
      weights[row + 3 * m + j] += d * value
    }
  }
  for (; i < n; i++, row += m) {
    const a = scale * x[xAt + i]
    for (let j = 0; j < m; j++) weights[row + j] += a * y[yAt + j]
  }
}

/** out `[m]` += scale y, with y `[m]`. */
export const addVector = (
  scale: number, y: Float64Array, yAt: number, m: number, out: Float64Array, outAt: number
): void => {
  for (let j = 0; j < m; j++) out[outAt + j] += scale * y[yAt + j]
}
