import { productError } from "./productError.ts"

/** pi rounded to a float64 (884279719003555 / 2^48, exactly), and what the rounding took. */
const pi = 884279719003555 / 281474976710656
const piLow = 1.2246467991473532e-16

/** cos(pi y) for 0 <= y <= 1/4 by Taylor's polynomial in u^2 = (pi y)^2, the largest terms summed with care. */
const cosine = (y: number): number => {
  const u = pi * y
  const uLow = productError(pi, y, u) + piLow * y
  const z = u * u
  let p = -1 / 6402373705728000 * z + 1 / 20922789888000
  p = z * p - 1 / 87178291200
  p = z * p + 1 / 479001600
  p = z * p - 1 / 3628800
  p = z * p + 1 / 40320
  p = z * p - 1 / 720
  p = z * p + 1 / 24
  const half = 0.5 * z
  const sum = 1 - half
  return sum + (((1 - sum) - half) + (z * z * p - u * uLow))
}

/** sin(pi y) for 0 <= y <= 1/4. */
const sine = (y: number): number => {
  const u = pi * y
  const uLow = productError(pi, y, u) + piLow * y
  const z = u * u
  let p = 1 / 355687428096000 * z - 1 / 1307674368000
  p = z * p + 1 / 6227020800
  p = z * p - 1 / 39916800
  p = z * p + 1 / 362880
  p = z * p - 1 / 5040
  p = z * p + 1 / 120
  p = z * p - 1 / 6
  return u + (u * z * p + (uLow - 0.5 * z * uLow))
}

/**
 * cos(pi x), for cosine annealing: at most 1 ulp from the correctly rounded value, the same bits on every engine.
 * Exact at the multiples of 1/2 (1, 0, -1; the zeros are +0). NaN where x is not finite.
 *
 * Folding x into [0, 1/2] is exact; the upper half of that is sin(pi (1/2 - x)).
 */
export const cosPi = (x: number): number => {
  const a = Math.abs(x)
  const turn = a - 2 * Math.floor(0.5 * a)
  const folded = turn > 1 ? 2 - turn : turn
  const negative = folded > 0.5
  const y = negative ? 1 - folded : folded
  const value = y <= 0.25 ? cosine(y) : sine(0.5 - y)
  return negative ? -value : value
}
