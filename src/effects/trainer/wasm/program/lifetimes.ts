/** Bytes that are in use from one moment of a program to another, both included. */
export interface Buffer {
  readonly bytes: number
  readonly from: number
  readonly until: number
}

/** An offset for each buffer, and the end of the last one. */
export interface Placement {
  readonly offsets: readonly number[]
  readonly bytes: number
}

const meet = (a: Buffer, b: Buffer): boolean => a.from <= b.until && b.from <= a.until

/**
 * Buffers that are never in use at the same moment may share their place. The largest first, each as low as the ones
 * already placed allow (Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020: greedy by
 * size).
 */
export const placeByLifetime = (buffers: readonly Buffer[]): Placement => {
  const placed: { readonly buffer: Buffer; readonly offset: number }[] = []
  const offsets = buffers.map(() => 0)
  let bytes = 0
  const bySize = buffers.map((buffer, index) => ({ buffer, index })).toSorted((a, b) => b.buffer.bytes - a.buffer.bytes)
  for (const { buffer, index } of bySize) {
    const others = placed.filter((other) => meet(other.buffer, buffer)).toSorted((a, b) => a.offset - b.offset)
    let offset = 0
    for (const other of others) {
      if (offset + buffer.bytes <= other.offset) break
      offset = Math.max(offset, other.offset + other.buffer.bytes)
    }
    placed.push({ buffer, offset })
    offsets[index] = offset
    bytes = Math.max(bytes, offset + buffer.bytes)
  }
  return { offsets, bytes }
}

/** A place of its own for every buffer: what sharing is compared with. */
export const placeApart = (buffers: readonly Buffer[]): Placement => {
  let bytes = 0
  const offsets = buffers.map((buffer) => {
    const offset = bytes
    bytes += buffer.bytes
    return offset
  })
  return { offsets, bytes }
}
