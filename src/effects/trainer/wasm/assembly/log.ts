/** The steps of src/core/numeric/log.ts, and so its bits. */
const ln2High: f64 = 0.6931471805592082
const ln2Low: f64 = 7.371002565167799e-13
const smallestNormal: f64 = 2.2250738585072014e-308

/** log((1 + s) / (1 - s)) / s - 2 */
function logarithmTail(s: f64): f64 {
  const z = s * s
  let p: f64 = 2.0 / 21 + z * (2.0 / 23)
  p = 2.0 / 19 + z * p
  p = 2.0 / 17 + z * p
  p = 2.0 / 15 + z * p
  p = 2.0 / 13 + z * p
  p = 2.0 / 11 + z * p
  p = 2.0 / 9 + z * p
  p = 2.0 / 7 + z * p
  p = 2.0 / 5 + z * p
  p = 2.0 / 3 + z * p
  return z * p
}

/** Natural logarithm. */
export function log(x: f64): f64 {
  if (!(x > 0)) return x == 0 ? -f64.POSITIVE_INFINITY : f64.NaN
  if (x == f64.POSITIVE_INFINITY) return x
  const denormal = x < smallestNormal
  const normal = denormal ? x * 18014398509481984.0 : x
  const bits = reinterpret<u64>(normal)
  const upper = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000)
  const halved = upper > sqrt<f64>(2)
  const k = <f64>(<i32>(bits >> 52) - 1023 - (denormal ? 54 : 0) + (halved ? 1 : 0))
  const f = (halved ? upper * 0.5 : upper) - 1

  const s = f / (2 + f)
  const halfSquare = 0.5 * f * f
  const rest = halfSquare - s * (halfSquare + logarithmTail(s))
  const whole = k * ln2High
  const sum = whole + f
  return sum + ((f - (sum - whole)) + (k * ln2Low - rest))
}
