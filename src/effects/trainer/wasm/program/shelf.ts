const line = 64

/** Bytes rounded up to whole lines of the cache. */
export const wholeLines = (bytes: number): number => line * Math.ceil(bytes / line)

/** Hands out addresses one behind the other. */
export interface Shelf {
  /** the address of the next `bytes`, a multiple of 64 */
  readonly take: (bytes: number) => number
  /** the first address behind all that was taken */
  readonly end: () => number
}

export const shelf = (start: number): Shelf => {
  let next = start
  return {
    take: (bytes) => {
      const address = next
      next += wholeLines(bytes)
      return address
    },
    end: () => next
  }
}
