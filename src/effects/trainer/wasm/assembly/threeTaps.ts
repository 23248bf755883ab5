import { multiplyAdd, zero } from "./vector"

/**
 * Depthwise convolution of 3 x 3 taps that lie as far apart as the outputs. Each pixel is loaded once for all the
 * outputs of its row that it meets: loading it anew for each tap is what bounds a plain loop (two loads a cycle, two
 * products). The first tap starts the sums, which saves one addition.
 *
 * `q`: the pixel under the first tap of the first output; `row`: bytes from one row of taps to the next; `d`: the
 * first output.
 */

/** Eight outputs. Registers: 8 sums, 3 weights of a row, the pixel and a product: 13. */
@inline
export function threeTapsEight<Source, Target>(q: usize, row: usize, weights: usize, d: usize): void {
  const step = offsetof<Source>()
  let u = v128.load(weights), v = v128.load(weights, 16), w = v128.load(weights, 32)
  let x = zero(), a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero(), a5 = zero(), a6 = zero(), a7 = zero()
  x = v128.load(q); a0 = f32x4.mul(x, u)
  x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = f32x4.mul(x, u)
  x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = f32x4.mul(x, u)
  x = v128.load(q, 3 * step); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v); a3 = f32x4.mul(x, u)
  x = v128.load(q, 4 * step); a2 = multiplyAdd(a2, x, w); a3 = multiplyAdd(a3, x, v); a4 = f32x4.mul(x, u)
  x = v128.load(q, 5 * step); a3 = multiplyAdd(a3, x, w); a4 = multiplyAdd(a4, x, v); a5 = f32x4.mul(x, u)
  x = v128.load(q, 6 * step); a4 = multiplyAdd(a4, x, w); a5 = multiplyAdd(a5, x, v); a6 = f32x4.mul(x, u)
  x = v128.load(q, 7 * step); a5 = multiplyAdd(a5, x, w); a6 = multiplyAdd(a6, x, v); a7 = f32x4.mul(x, u)
  x = v128.load(q, 8 * step); a6 = multiplyAdd(a6, x, w); a7 = multiplyAdd(a7, x, v)
  x = v128.load(q, 9 * step); a7 = multiplyAdd(a7, x, w)
  for (let taps = 1; taps < 3; taps++) {
    q += row
    weights += 48
    u = v128.load(weights); v = v128.load(weights, 16); w = v128.load(weights, 32)
    x = v128.load(q); a0 = multiplyAdd(a0, x, u)
    x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = multiplyAdd(a1, x, u)
    x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = multiplyAdd(a2, x, u)
    x = v128.load(q, 3 * step); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v); a3 = multiplyAdd(a3, x, u)
    x = v128.load(q, 4 * step); a2 = multiplyAdd(a2, x, w); a3 = multiplyAdd(a3, x, v); a4 = multiplyAdd(a4, x, u)
    x = v128.load(q, 5 * step); a3 = multiplyAdd(a3, x, w); a4 = multiplyAdd(a4, x, v); a5 = multiplyAdd(a5, x, u)
    x = v128.load(q, 6 * step); a4 = multiplyAdd(a4, x, w); a5 = multiplyAdd(a5, x, v); a6 = multiplyAdd(a6, x, u)
    x = v128.load(q, 7 * step); a5 = multiplyAdd(a5, x, w); a6 = multiplyAdd(a6, x, v); a7 = multiplyAdd(a7, x, u)
    x = v128.load(q, 8 * step); a6 = multiplyAdd(a6, x, w); a7 = multiplyAdd(a7, x, v)
    x = v128.load(q, 9 * step); a7 = multiplyAdd(a7, x, w)
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

/** Four outputs. Registers: 4 sums, 3 weights of a row, the pixel and a product: 9. */
@inline
export function threeTapsFour<Source, Target>(q: usize, row: usize, weights: usize, d: usize): void {
  const step = offsetof<Source>()
  let u = v128.load(weights), v = v128.load(weights, 16), w = v128.load(weights, 32)
  let x = zero(), a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero()
  x = v128.load(q); a0 = f32x4.mul(x, u)
  x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = f32x4.mul(x, u)
  x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = f32x4.mul(x, u)
  x = v128.load(q, 3 * step); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v); a3 = f32x4.mul(x, u)
  x = v128.load(q, 4 * step); a2 = multiplyAdd(a2, x, w); a3 = multiplyAdd(a3, x, v)
  x = v128.load(q, 5 * step); a3 = multiplyAdd(a3, x, w)
  for (let taps = 1; taps < 3; taps++) {
    q += row
    weights += 48
    u = v128.load(weights); v = v128.load(weights, 16); w = v128.load(weights, 32)
    x = v128.load(q); a0 = multiplyAdd(a0, x, u)
    x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = multiplyAdd(a1, x, u)
    x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = multiplyAdd(a2, x, u)
    x = v128.load(q, 3 * step); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v); a3 = multiplyAdd(a3, x, u)
    x = v128.load(q, 4 * step); a2 = multiplyAdd(a2, x, w); a3 = multiplyAdd(a3, x, v)
    x = v128.load(q, 5 * step); a3 = multiplyAdd(a3, x, w)
  }
  v128.store(d, a0)
  v128.store(d, a1, offsetof<Target>())
  v128.store(d, a2, 2 * offsetof<Target>())
  v128.store(d, a3, 3 * offsetof<Target>())
}
