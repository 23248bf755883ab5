/**
 * The part of the shared memory that threads talk through: below it lie the module's own constants, above it
 * everything that a plan lays out. Offsets are bytes from `address`, each word in a cache line of its own.
 */
export const controlBlock = {
  address: 32768,
  bytes: 32768,
  /** threads that have come to the barrier; `assembly/barrier.ts` has the same three words */
  arrived: 0,
  /** barriers passed so far, modulo 2^32; waiting threads sleep here */
  generation: 64,
  /**
   * 1: every thread leaves `run` at the next barrier, waiting ones within a tenth of a second. When all have left,
   * whoever wrote it sets `arrived` and `stop` to 0 again.
   */
  stop: 128,
  /** from here on the block belongs to the workers' scheduler */
  free: 192
} as const
