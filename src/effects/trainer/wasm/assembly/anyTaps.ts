import { multiplyAdd } from "./vector"

/**
 * Depthwise convolution with a window of any size, its taps `tap` bytes apart in a row and `row` bytes from row to row.
 * Outputs and their pixels are one `Target` and one `Source` step apart. The first tap starts the sums.
 *
 * `q`: the pixel under the first tap of the first output; `d`: the first output.
 */

/** Eight outputs. Registers: 8 sums, the weight, a product: 10. */
@inline
export function anyTapsEight<Source, Target>(
  q: usize, row: usize, tap: usize, weights: usize, tapRows: i32, tapColumns: i32, d: usize
): void {
  const step = offsetof<Source>()
  let w = v128.load(weights)
  let a0 = f32x4.mul(v128.load(q), w), a1 = f32x4.mul(v128.load(q, step), w),
    a2 = f32x4.mul(v128.load(q, 2 * step), w), a3 = f32x4.mul(v128.load(q, 3 * step), w),
    a4 = f32x4.mul(v128.load(q, 4 * step), w), a5 = f32x4.mul(v128.load(q, 5 * step), w),
    a6 = f32x4.mul(v128.load(q, 6 * step), w), a7 = f32x4.mul(v128.load(q, 7 * step), w)
  for (let kh = 0; kh < tapRows; kh++, q += row) {
    let p = q
    for (let kw = 0; kw < tapColumns; kw++, p += tap) {
      if ((kh | kw) == 0) continue
      weights += 16
      w = v128.load(weights)
      a0 = multiplyAdd(a0, v128.load(p), w)
      a1 = multiplyAdd(a1, v128.load(p, step), w)
      a2 = multiplyAdd(a2, v128.load(p, 2 * step), w)
      a3 = multiplyAdd(a3, v128.load(p, 3 * step), w)
      a4 = multiplyAdd(a4, v128.load(p, 4 * step), w)
      a5 = multiplyAdd(a5, v128.load(p, 5 * step), w)
      a6 = multiplyAdd(a6, v128.load(p, 6 * step), w)
      a7 = multiplyAdd(a7, v128.load(p, 7 * step), w)
    }
  }
  v128.store(d, a0)
  v128.store(d, a1, offsetof<Target>())
  v128.store(d, a2, 2 * offsetof<Target>())
  v128.store(d, a3, 3 * offsetof<Target>())
  v128.store(d, a4, 4 * offsetof<Target>())
  v128.store(d, a5, 5 * offsetof<Target>())
  v128.store(d, a6, 6 * offsetof<Target>())
  v128.store(d, a7, 7 * offsetof<Target>())
}

/** Four outputs. Registers: 4 sums, the weight, a product: 6. */
@inline
export function anyTapsFour<Source, Target>(
  q: usize, row: usize, tap: usize, weights: usize, tapRows: i32, tapColumns: i32, d: usize
): void {
  const step = offsetof<Source>()
  let w = v128.load(weights)
  let a0 = f32x4.mul(v128.load(q), w), a1 = f32x4.mul(v128.load(q, step), w),
    a2 = f32x4.mul(v128.load(q, 2 * step), w), a3 = f32x4.mul(v128.load(q, 3 * step), w)
  for (let kh = 0; kh < tapRows; kh++, q += row) {
    let p = q
    for (let kw = 0; kw < tapColumns; kw++, p += tap) {
      if ((kh | kw) == 0) continue
      weights += 16
      w = v128.load(weights)
      a0 = multiplyAdd(a0, v128.load(p), w)
      a1 = multiplyAdd(a1, v128.load(p, step), w)
      a2 = multiplyAdd(a2, v128.load(p, 2 * step), w)
      a3 = multiplyAdd(a3, v128.load(p, 3 * step), w)
    }
  }
  v128.store(d, a0)
  v128.store(d, a1, offsetof<Target>())
  v128.store(d, a2, 2 * offsetof<Target>())
  v128.store(d, a3, 3 * offsetof<Target>())
}

/** One output. Registers: 1 sum, the weight, a product: 3. */
@inline
export function anyTapsOne(
  q: usize, row: usize, tap: usize, weights: usize, tapRows: i32, tapColumns: i32, d: usize
): void {
  let w = v128.load(weights)
  let a0 = f32x4.mul(v128.load(q), w)
  for (let kh = 0; kh < tapRows; kh++, q += row) {
    let p = q
    for (let kw = 0; kw < tapColumns; kw++, p += tap) {
      if ((kh | kw) == 0) continue
      weights += 16
      w = v128.load(weights)
      a0 = multiplyAdd(a0, v128.load(p), w)
    }
  }
  v128.store(d, a0)
}
