import { exponentialTail, ln2High, ln2Low, nearestPower } from "./exponentialTail.ts"
import { scaleByPowerOfTwo } from "./float64Bits.ts"

/**
 * e to the power x, at most 1 ulp from the correctly rounded value, the same bits on every engine.
 *
 * x = k ln 2 + r, so exp(x) = 2^k exp(r). Above 709.78 it is Infinity, below -745.13 it is 0, and
 * between -745.13 and -708.4 a denormal number.
 */
export const exp = (x: number): number => {
  if (Number.isNaN(x)) return x
  if (x > 710) return Infinity
  if (x < -746) return 0
  const k = nearestPower(x)
  const high = x - k * ln2High
  const low = k * ln2Low
  const r = high - low
  const tail = exponentialTail(r, (high - r) - low)
  const sum = 1 + r
  return scaleByPowerOfTwo(sum + ((r - (sum - 1)) + tail), k)
}
