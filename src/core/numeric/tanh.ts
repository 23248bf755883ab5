import { exponentialTail, ln2High, ln2Low, nearestPower } from "./exponentialTail.ts"
import { powerOfTwo } from "./float64Bits.ts"
import { productError } from "./productError.ts"

/** tanh(a) for 2^-27 <= a < 20. e = exp(2 a) - 1 and the quotient e / (e + 2) are kept as sums of two float64. */
const positiveTanh = (a: number): number => {
  const x = a + a
  const k = nearestPower(x)
  const high = x - k * ln2High
  const low = k * ln2Low
  const r = high - low
  const scale = powerOfTwo(k)

  const first = scale - 1
  const second = scale * r
  const sum = first + second
  const rest = (second - (sum - first)) + scale * exponentialTail(r, (high - r) - low)
  const e = sum + rest
  const eLow = rest - (e - sum)

  const d = e + 2
  const dLow = (e > 2 ? 2 - (d - e) : e - (d - 2)) + eLow
  const quotient = e / d
  const product = quotient * d
  const remainder = ((e - product) - productError(quotient, d, product)) + (eLow - quotient * dLow)
  return quotient + remainder / d
}

/**
 * Hyperbolic tangent, at most 1 ulp from the correctly rounded value, the same bits on every engine.
 * Odd to the bit: tanh(-x) = -tanh(x), and tanh(-0) is -0.
 */
export const tanh = (x: number): number => {
  const a = Math.abs(x)
  // below 2^-27 the cubic term is less than a fifth of an ulp; from 20 on the distance to 1 is less than half of one
  if (a < 7.450580596923828e-9 || Number.isNaN(x)) return x
  const t = a < 20 ? positiveTanh(a) : 1
  return x < 0 ? -t : t
}
