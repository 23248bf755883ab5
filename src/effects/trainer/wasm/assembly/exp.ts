/** The steps of src/core/numeric/exp.ts, and so its bits. */
const ln2High: f64 = 0.6931471805592082
const ln2Low: f64 = 7.371002565167799e-13
const perLn2: f64 = 1 / (ln2High + ln2Low)

function powerOfTwo(k: i32): f64 {
  return reinterpret<f64>((<i64>(k + 1023)) << 52)
}

function scaleByPowerOfTwo(x: f64, k: i32): f64 {
  if (k > 1023) return x * powerOfTwo(k - 1) * 2
  if (k < -1021) return x * powerOfTwo(k + 60) * 8.673617379884035e-19
  return x * powerOfTwo(k)
}

/** exp(r + correction) - 1 - r */
function exponentialTail(r: f64, correction: f64): f64 {
  let p: f64 = 1.0 / 479001600 + r * (1.0 / 6227020800)
  p = 1.0 / 39916800 + r * p
  p = 1.0 / 3628800 + r * p
  p = 1.0 / 362880 + r * p
  p = 1.0 / 40320 + r * p
  p = 1.0 / 5040 + r * p
  p = 1.0 / 720 + r * p
  p = 1.0 / 120 + r * p
  p = 1.0 / 24 + r * p
  p = 1.0 / 6 + r * p
  p = 1.0 / 2 + r * p
  return r * r * p + (correction + correction * r)
}

/** e to the power x. */
export function exp(x: f64): f64 {
  if (x != x) return x
  if (x > 710) return f64.POSITIVE_INFINITY
  if (x < -746) return 0
  const whole = floor<f64>(x * perLn2 + 0.5)
  const high = x - whole * ln2High
  const low = whole * ln2Low
  const r = high - low
  const tail = exponentialTail(r, (high - r) - low)
  const sum: f64 = 1 + r
  return scaleByPowerOfTwo(sum + ((r - (sum - 1)) + tail), <i32>whole)
}
