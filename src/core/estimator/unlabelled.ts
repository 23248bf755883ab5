import { allowedOperations, operationCount, type Space } from "../architecture/space.ts"
import { multiplyHigh } from "../random/philox.ts"
import { type Address, writeBlock } from "../random/stream.ts"

/** Writes architectures, drawn uniformly from the space, one-hot `[E, K]`; number 0, 1, ... of an address. */
export type Unlabelled = (address: Address, number: number, out: Float64Array) => void

export const unlabelled = (space: Space): Unlabelled => {
  const allowed = allowedOperations(space)
  const K = operationCount(space)
  const blocks = Math.ceil(allowed.length / 4)
  const words = new Uint32Array(4 * blocks)
  return (address, number, out) => {
    for (let b = 0; b < blocks; b++) writeBlock(address, number * blocks + b, words, 4 * b)
    out.fill(0)
    allowed.forEach((operations, e) => {
      out[e * K + operations[multiplyHigh(words[e], operations.length)]] = 1
    })
  }
}
