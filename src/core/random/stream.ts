import { philox } from "./philox.ts"

/** The number of each stream of draws. Never renumber or reuse one: it would change every recorded search. */
const streamNumbers = {
  "architecture-initialisation": 0,
  "warm-up-noise": 1,
  "search-noise": 2,
  "gradient-noise": 3,
  "estimator-initialisation": 4,
  "estimator-batches": 5,
  "split": 6,
  "image-order": 7,
  "augmentation": 8,
  "network-initialisation": 9,
  "drop-path": 10,
  "folds": 11,
  "bootstrap": 12,
  "exploration": 13,
  "tournament": 16,
  "mutation": 17,
  "unseen": 18,
  "thompson": 19,
  "density": 20,
  "pool": 21,
  "neighbours": 22,
  "estimator-unlabelled": 24,
  "signal-maps": 25
} as const

export type Stream = keyof typeof streamNumbers

/**
 * Where a sequence of draws lives. Its bits depend on the address alone, never on what was drawn before, so that any
 * step can be recomputed by itself; a longer sequence begins with the shorter one.
 */
export interface Address {
  /** 0 to 2^53 - 1 */
  readonly seed: number
  readonly stream: Stream
  /** two coordinates of the stream's own, 0 to 2^32 - 1 each: a step and an update, an epoch and an image, ... */
  readonly a: number
  readonly b: number
}

/**
 * Writes block `index` of the address (its words 4 index to 4 index + 3) to `out[at..at + 3]`. The key is the seed,
 * its low 32 bits and its high 21 bits; the counter is (index, b, a, number of the stream).
 */
export const writeBlock = (address: Address, index: number, out: Uint32Array, at: number): void =>
  philox(
    index, address.b, address.a, streamNumbers[address.stream],
    address.seed >>> 0, Math.floor(address.seed / 4294967296),
    out, at
  )

/** The first `count` 32-bit words of an address, each uniform; `count` up to 2^34. */
export const words = (address: Address, count: number): Uint32Array => {
  const blocks = Math.ceil(count / 4)
  const out = new Uint32Array(4 * blocks)
  for (let index = 0; index < blocks; index++) writeBlock(address, index, out, 4 * index)
  return out.subarray(0, count)
}
