import { ln2High, ln2Low } from "./exponentialTail.ts"
import { highWord, withHighWord } from "./float64Bits.ts"

const squareRootOfTwo = Math.sqrt(2)
const smallestNormal = 2.2250738585072014e-308

/** log((1 + s) / (1 - s)) / s - 2 for |s| < 0.172: the series 2 (s^2 / 3 + s^4 / 5 + ...), to 2^-57 of its sum. */
const logarithmTail = (s: number): number => {
  const z = s * s
  let p = 2 / 21 + z * (2 / 23)
  p = 2 / 19 + z * p
  p = 2 / 17 + z * p
  p = 2 / 15 + z * p
  p = 2 / 13 + z * p
  p = 2 / 11 + z * p
  p = 2 / 9 + z * p
  p = 2 / 7 + z * p
  p = 2 / 5 + z * p
  p = 2 / 3 + z * p
  return z * p
}

/**
 * Natural logarithm, at most 1 ulp from the correctly rounded value, the same bits on every engine.
 * log(0) is -Infinity (also at -0), and below 0 it is NaN.
 *
 * x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2). With s = f / (2 + f) and 2 s = f - s f,
 * log(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + tail)).
 */
export const log = (x: number): number => {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN
  if (x === Infinity) return x
  const denormal = x < smallestNormal
  const normal = denormal ? x * 18014398509481984 : x
  const high = highWord(normal)
  const upper = withHighWord(normal, (high & 0xfffff) | 0x3ff00000)
  const halved = upper > squareRootOfTwo
  const k = (high >>> 20) - 1023 - (denormal ? 54 : 0) + (halved ? 1 : 0)
  const f = (halved ? upper * 0.5 : upper) - 1

  const s = f / (2 + f)
  const halfSquare = 0.5 * f * f
  const rest = halfSquare - s * (halfSquare + logarithmTail(s))
  const whole = k * ln2High
  const sum = whole + f
  return sum + ((f - (sum - whole)) + (k * ln2Low - rest))
}
