import { type Address, words } from "./stream.ts"

/**
 * `count` uniform draws from the open interval (0, 1): (m + 1/2) / 2^52, where m is the upper 26 bits of one word
 * followed by those of the next. Exact; symmetric about 1/2; from 2^-53 to 1 - 2^-53.
 */
export const uniforms = (address: Address, count: number): Float64Array => {
  const pairs = words(address, 2 * count)
  const out = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const m = (pairs[2 * i]! >>> 6) * 67108864 + (pairs[2 * i + 1]! >>> 6)
    out[i] = (m + 0.5) / 4503599627370496
  }
  return out
}
