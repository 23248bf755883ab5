/**
 * Exact access to the parts of a float64. The scratch bytes are written before each read, and always in
 * little-endian order, so that nothing depends on the machine or on an earlier call.
 */
const scratch = new DataView(new ArrayBuffer(8))

/** Sign, 11 bits of exponent and the upper 20 bits of the fraction, as an unsigned 32-bit word. */
export const highWord = (x: number): number => {
  scratch.setFloat64(0, x, true)
  return scratch.getUint32(4, true)
}

/** x with its upper 32 bits replaced. */
export const withHighWord = (x: number, high: number): number => {
  scratch.setFloat64(0, x, true)
  scratch.setUint32(4, high, true)
  return scratch.getFloat64(0, true)
}

/** 2^k for -1022 <= k <= 1023. */
export const powerOfTwo = (k: number): number => withHighWord(0, (k + 1023) << 20)

/** x * 2^k for a normal x and -1082 <= k <= 1024: one rounding where the result is denormal, none elsewhere. */
export const scaleByPowerOfTwo = (x: number, k: number): number =>
  k > 1023 ? x * powerOfTwo(k - 1) * 2
  : k < -1021 ? x * powerOfTwo(k + 60) * 8.673617379884035e-19
  : x * powerOfTwo(k)
