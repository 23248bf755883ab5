/**
 * Correctly rounded exp, log, tanh and cos(pi x) by integer arithmetic with 256 binary places. Every rounding is
 * checked: a value too near to the middle between two float64 numbers throws instead of being guessed.
 */

const places = 256n
const one = 1n << places
const bytes = new DataView(new ArrayBuffer(8))

export const bitsOf = (x: number): bigint => {
  bytes.setFloat64(0, x)
  return bytes.getBigUint64(0)
}

export const fromBits = (bits: bigint): number => {
  bytes.setBigUint64(0, bits)
  return bytes.getFloat64(0)
}

/** Position in the order of all float64 numbers; -0 and 0 share one. */
const position = (x: number): bigint => (x < 0 ? -bitsOf(-x) : bitsOf(Math.abs(x)))

/** How many float64 numbers lie between a and b, b included. Infinity follows the largest number; NaN equals NaN. */
export const ulpsApart = (a: number, b: number): number => {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity
  const apart = Number(position(a) - position(b))
  return apart < 0 ? -apart : apart
}

const bitLength = (n: bigint): bigint => {
  const hex = n.toString(16)
  return BigInt(hex.length * 4 - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28)
}

/** The float64 nearest to n 2^exponent for n > 0, known to about 90 bits or more. */
const round = (n: bigint, exponent: bigint): number => {
  const length = bitLength(n)
  const least = -1074n - exponent
  const drop = length - 53n > least ? length - 53n : least
  if (drop <= 0n) throw new Error("too few bits to round")
  const half = 1n << (drop - 1n)
  const rest = n & ((1n << drop) - 1n)
  const margin = rest > half ? rest - half : half - rest
  if (margin >> (drop > 80n ? drop - 80n : 0n) === 0n) throw new Error("too near to a tie")
  const kept = (n >> drop) + (rest > half ? 1n : 0n)
  // a float64 with these 53 bits: its exponent field follows from the place of the last one
  const last = exponent + drop
  const field = kept >> 52n === 0n ? 0n : last + 1075n
  const bits = field === 0n ? kept : (field << 52n) + (kept - (1n << 52n))
  return bits >= 0x7ff0000000000000n ? Infinity : fromBits(bits)
}

/** x in fixed point, exact from 2^-204 on. */
const fixed = (x: number): bigint => {
  const bits = bitsOf(Math.abs(x))
  const field = bits >> 52n
  const fraction = bits & 0xfffffffffffffn
  const mantissa = field === 0n ? fraction : fraction | 0x10000000000000n
  const shift = (field === 0n ? 1n : field) - 1075n + places
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift
  return x < 0 ? -size : size
}

const inverseTangent = (inverse: bigint, sign: bigint): bigint => {
  let sum = 0n
  for (let power = one / inverse, k = 1n, s = 1n; power > 0n; power /= inverse * inverse, k += 2n, s *= sign) {
    sum += (s * power) / k
  }
  return sum
}

const ln2 = 2n * inverseTangent(3n, 1n)
const pi = 4n * (4n * inverseTangent(5n, -1n) - inverseTangent(239n, -1n))

/** sum of r^k / k! from k = 0 on, for small r */
const series = (r: bigint): bigint => {
  let sum = one
  for (let term = r, k = 1n; term !== 0n && term !== -1n; k++, term = ((term * r) >> places) / k) sum += term
  return sum
}

const eighths = Array.from({ length: 256 }, (_, i) => series(BigInt(i) << (places - 8n)))
const sixteenths = Array.from({ length: 256 }, (_, i) => series(BigInt(i) << (places - 16n)))

/** exp(x) = mantissa 2^(power - 256), mantissa from 2^256 to 2^257 */
const expParts = (x: bigint): readonly [mantissa: bigint, power: bigint] => {
  const power = x >= 0n ? x / ln2 : -((-x + ln2 - 1n) / ln2)
  const r = x - power * ln2
  const first = eighths[Number(r >> (places - 8n))]!
  const second = sixteenths[Number((r >> (places - 16n)) & 255n)]!
  const rest = series(r & ((1n << (places - 16n)) - 1n))
  return [(((first * second) >> places) * rest) >> places, power]
}

/** exp(x) in fixed point, for |x| < 50 */
const expFixed = (x: bigint): bigint => {
  const [mantissa, power] = expParts(x)
  return power >= 0n ? mantissa << power : mantissa >> -power
}

export const exactExp = (x: number): number => {
  if (Math.abs(x) < 1e-20) return 1
  if (x > 720 || x < -760) return x > 0 ? Infinity : 0
  const [mantissa, power] = expParts(fixed(x))
  return power < -1080n ? 0 : round(mantissa, power - places)
}

/** For x > 0. Halley-like steps on exp from a float64 guess; the last one must be tiny, so the guess needs no trust. */
export const exactLog = (x: number): number => {
  if (x === 1) return 0
  const bits = bitsOf(x)
  const scaled = bits >> 52n === 0n ? x * 2 ** 60 : x
  const k = (bitsOf(scaled) >> 52n) - 1023n - (x === scaled ? 0n : 60n)
  const m = fixed(fromBits((bitsOf(scaled) & 0xfffffffffffffn) | (1023n << 52n)))
  let y = fixed(Math.log(Number(m >> (places - 52n)) / 2 ** 52))
  let e = one
  for (let i = 0; i < 2 && e >> 60n !== 0n && e >> 60n !== -1n; i++) {
    e = ((m * expFixed(-y)) >> places) - one
    const e2 = (e * e) >> places
    const e3 = (e2 * e) >> places
    const e4 = (e3 * e) >> places
    y += e - e2 / 2n + e3 / 3n - e4 / 4n + ((e4 * e) >> places) / 5n
  }
  if (e > one >> 40n || -e > one >> 40n) throw new Error("no convergence")
  const value = y + k * ln2
  return value < 0n ? -round(-value, -places) : round(value, -places)
}

export const exactTanh = (x: number): number => {
  const a = Math.abs(x)
  if (a < 1e-12) return x
  const e = expFixed(2n * fixed(Math.min(a, 24)))
  const value = round(((e - one) << places) / (e + one), -places)
  return x < 0 ? -value : value
}

/** For |x| < 2^52. */
export const exactCosPi = (x: number): number => {
  const turn = fixed(Math.abs(x)) % (2n * one)
  const folded = turn > one ? 2n * one - turn : turn
  const y = folded > one / 2n ? one - folded : folded
  if (y === 0n) return folded === 0n ? 1 : -1
  if (y === one / 2n) return 0
  const u = (pi * (y > one / 4n ? one / 2n - y : y)) >> places
  const z = (u * u) >> places
  let sum = y > one / 4n ? u : one
  for (let term = sum, k = y > one / 4n ? 3n : 2n; term !== 0n && term !== -1n; k += 2n) {
    term = -((term * z) >> places) / (k * (k - 1n))
    sum += term
  }
  // next to 1 there is nothing between 1 and the float64 below it
  const value = one - sum < one >> 55n ? 1 : round(sum, -places)
  return y === folded ? value : -value
}
