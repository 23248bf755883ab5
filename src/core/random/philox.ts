/** Upper 32 bits of the product of two unsigned 32-bit words, from 16-bit halves so that every step is exact. */
export const multiplyHigh = (a: number, b: number): number => {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const carry = Math.imul(aLow, bLow) >>> 16
  const first = Math.imul(aHigh, bLow) + carry
  const second = Math.imul(aLow, bHigh) + (first & 0xffff)
  return (Math.imul(aHigh, bHigh) + (first >>> 16) + (second >>> 16)) >>> 0
}

/**
 * Philox4x32-10: writes the four words of one block to `out[at..at + 3]`. Counter and key are 32-bit words.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export const philox = (
  counter0: number, counter1: number, counter2: number, counter3: number,
  key0: number, key1: number,
  out: Uint32Array, at: number
): void => {
  let c0 = counter0
  let c1 = counter1
  let c2 = counter2
  let c3 = counter3
  let k0 = key0
  let k1 = key1
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0)
    const high1 = multiplyHigh(0xcd9e8d57, c2)
    const low0 = Math.imul(0xd2511f53, c0)
    const low1 = Math.imul(0xcd9e8d57, c2)
    c0 = high1 ^ c1 ^ k0
    c1 = low1
    c2 = high0 ^ c3 ^ k1
    c3 = low0
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  out[at] = c0
  out[at + 1] = c1
  out[at + 2] = c2
  out[at + 3] = c3
}
