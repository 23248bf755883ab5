import { permutation } from "../random/permutation.ts"
import { type Address, words } from "../random/stream.ts"
import { multiplyHigh } from "../random/philox.ts"

/** How a pass goes through the memory (`estimator.batches`). */
export type Batches = "passes" | "drawn"

/**
 * `batch` samples drawn with replacement, at most as many as there are, the newest one always among them; in rising
 * order, so that those that were drawn again stand side by side and are worked on once. The upper word of a product
 * picks one, which favours some samples by less than `count` / 2^32.
 */
const drawn = (address: Address, count: number, batch: number): Uint32Array => {
  const size = Math.min(count, batch)
  const order = words(address, size).map((word) => multiplyHigh(word, count))
  order[size - 1] = count - 1
  return order.toSorted()
}

/** The samples (indices below `count`) of one pass, in the order in which mini-batches of `batch` are cut from them. */
export const batchOrder = (batches: Batches, address: Address, count: number, batch: number): Uint32Array =>
  batches === "passes" ? permutation(address, count) : drawn(address, count, batch)
