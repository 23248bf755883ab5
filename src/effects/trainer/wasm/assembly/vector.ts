/** acc + x w in two roundings, never fused: the same bits on every machine. */
@inline
export function multiplyAdd(acc: v128, x: v128, w: v128): v128 {
  return f32x4.add(acc, f32x4.mul(x, w))
}

@inline
export function zero(): v128 {
  return f32x4.splat(0)
}

/** Adds to the vector at an address. */
@inline
export function addTo(address: usize, v: v128): void {
  v128.store(address, f32x4.add(v128.load(address), v))
}

/** Bytes between planes of scratch maps: planes whose size is a power of two would else share cache sets. */
export const planeGap: usize = 64

/** Writes `bytes` (a multiple of 16) of one value. */
export function fill(address: usize, bytes: usize, value: f32): void {
  const v = f32x4.splat(value)
  for (const end = address + bytes; address < end; address += 16) v128.store(address, v)
}
