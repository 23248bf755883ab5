import { Slice } from "./record"

/** The sum over all slices, in their order, of two neighbouring float64 numbers at a slice address. */
export function sumOfSlices(address: usize, s: Slice): v128 {
  let sum = v128.load(address)
  for (let slice = 1; slice < s.count; slice++) {
    address += <usize>s.arenaBytes
    sum = f64x2.add(sum, v128.load(address))
  }
  return sum
}

/** Two neighbouring float32 numbers as float64. */
@inline
export function loadPair(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address))
}

/** Two float64 numbers, rounded to float32. */
@inline
export function storePair(address: usize, pair: v128): void {
  v128.store64_lane(address, f32x4.demote_f64x2_zero(pair), 0)
}
