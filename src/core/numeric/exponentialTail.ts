/** ln 2 in two parts. The first has 40 binary places, so that its product with any float64 exponent is exact. */
export const ln2High = 0.6931471805592082
export const ln2Low = 7.371002565167799e-13
const perLn2 = 1 / (ln2High + ln2Low)

/** The whole number k nearest to x / ln 2: |x - k ln 2| stays below 0.3466. */
export const nearestPower = (x: number): number => Math.floor(x * perLn2 + 0.5)

/**
 * exp(r + correction) - 1 - r for |r| < 0.347, where correction is what rounding took from r.
 * Taylor's polynomial of degree 13; the first term left out is below 2^-57.
 */
export const exponentialTail = (r: number, correction: number): number => {
  let p = 1 / 479001600 + r * (1 / 6227020800)
  p = 1 / 39916800 + r * p
  p = 1 / 3628800 + r * p
  p = 1 / 362880 + r * p
  p = 1 / 40320 + r * p
  p = 1 / 5040 + r * p
  p = 1 / 720 + r * p
  p = 1 / 120 + r * p
  p = 1 / 24 + r * p
  p = 1 / 6 + r * p
  p = 1 / 2 + r * p
  return r * r * p + (correction + correction * r)
}
