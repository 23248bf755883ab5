import { multiplyHigh } from "./philox.ts"
import { type Address, writeBlock } from "./stream.ts"

/**
 * A uniform permutation of 0 .. count - 1 (Fisher-Yates, from the last place down).
 *
 * Place i swaps with floor(w (i + 1) / 2^32), w the next word of the address. The words that would make some places
 * likelier are skipped (Lemire, "Fast random integer generation in an interval", 2019), so that there is no bias.
 */
export const permutation = (address: Address, count: number): Uint32Array => {
  const order = new Uint32Array(count)
  for (let i = 0; i < count; i++) order[i] = i
  const block = new Uint32Array(4)
  let drawn = 0
  const next = (): number => {
    if ((drawn & 3) === 0) writeBlock(address, drawn / 4, block, 0)
    return block[drawn++ & 3]!
  }
  for (let i = count - 1; i > 0; i--) {
    const choices = i + 1
    let word = next()
    let low = Math.imul(word, choices) >>> 0
    if (low < choices) {
      const skipped = (4294967296 - choices) % choices
      while (low < skipped) {
        word = next()
        low = Math.imul(word, choices) >>> 0
      }
    }
    const j = multiplyHigh(word, choices)
    const moved = order[i]!
    order[i] = order[j]!
    order[j] = moved
  }
  return order
}
