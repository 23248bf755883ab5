import { multiplyAdd, zero } from "./vector"

/**
 * Depthwise convolution of 5 x 5 taps that lie as far apart as the outputs. Each pixel is loaded once for all the
 * outputs of its row that it meets: loading it anew for each tap is what bounds a plain loop (two loads a cycle, two
 * products). The first tap starts the sums, which saves one addition.
 *
 * `q`: the pixel under the first tap of the first output; `row`: bytes from one row of taps to the next; `d`: the
 * first output.
 */

/** Eight outputs. Registers: 8 sums, 5 weights of a row, the pixel and a product: 15. */
@inline
export function fiveTapsEight<Source, Target>(q: usize, row: usize, weights: usize, d: usize): void {
  const step = offsetof<Source>()
  let u = v128.load(
    weights), v = v128.load(weights, 16), w = v128.load(weights, 32), y = v128.load(weights, 48),
    z = v128.load(weights, 64
  )
  let x = zero(), a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero(), a5 = zero(), a6 = zero(), a7 = zero()
  x = v128.load(q); a0 = f32x4.mul(x, u)
  x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = f32x4.mul(x, u)
  x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = f32x4.mul(x, u)
  x = v128.load(q, 3 * step); a0 = multiplyAdd(a0, x, y); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v)
    a3 = f32x4.mul(x, u)
  x = v128.load(q, 4 * step); a0 = multiplyAdd(a0, x, z); a1 = multiplyAdd(a1, x, y); a2 = multiplyAdd(a2, x, w)
    a3 = multiplyAdd(a3, x, v); a4 = f32x4.mul(x, u)
  x = v128.load(q, 5 * step); a1 = multiplyAdd(a1, x, z); a2 = multiplyAdd(a2, x, y); a3 = multiplyAdd(a3, x, w)
    a4 = multiplyAdd(a4, x, v); a5 = f32x4.mul(x, u)
  x = v128.load(q, 6 * step); a2 = multiplyAdd(a2, x, z); a3 = multiplyAdd(a3, x, y); a4 = multiplyAdd(a4, x, w)
    a5 = multiplyAdd(a5, x, v); a6 = f32x4.mul(x, u)
  x = v128.load(q, 7 * step); a3 = multiplyAdd(a3, x, z); a4 = multiplyAdd(a4, x, y); a5 = multiplyAdd(a5, x, w)
    a6 = multiplyAdd(a6, x, v); a7 = f32x4.mul(x, u)
  x = v128.load(q, 8 * step); a4 = multiplyAdd(a4, x, z); a5 = multiplyAdd(a5, x, y); a6 = multiplyAdd(a6, x, w)
    a7 = multiplyAdd(a7, x, v)
  x = v128.load(q, 9 * step); a5 = multiplyAdd(a5, x, z); a6 = multiplyAdd(a6, x, y); a7 = multiplyAdd(a7, x, w)
  x = v128.load(q, 10 * step); a6 = multiplyAdd(a6, x, z); a7 = multiplyAdd(a7, x, y)
  x = v128.load(q, 11 * step); a7 = multiplyAdd(a7, x, z)
  for (let taps = 1; taps < 5; taps++) {
    q += row
    weights += 80
    u = v128.load(weights); v = v128.load(weights, 16); w = v128.load(weights, 32)
    y = v128.load(weights, 48); z = v128.load(weights, 64)
    x = v128.load(q); a0 = multiplyAdd(a0, x, u)
    x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = multiplyAdd(a1, x, u)
    x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = multiplyAdd(a2, x, u)
    x = v128.load(q, 3 * step); a0 = multiplyAdd(a0, x, y); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v)
      a3 = multiplyAdd(a3, x, u)
    x = v128.load(q, 4 * step); a0 = multiplyAdd(a0, x, z); a1 = multiplyAdd(a1, x, y); a2 = multiplyAdd(a2, x, w)
      a3 = multiplyAdd(a3, x, v); a4 = multiplyAdd(a4, x, u)
    x = v128.load(q, 5 * step); a1 = multiplyAdd(a1, x, z); a2 = multiplyAdd(a2, x, y); a3 = multiplyAdd(a3, x, w)
      a4 = multiplyAdd(a4, x, v); a5 = multiplyAdd(a5, x, u)
    x = v128.load(q, 6 * step); a2 = multiplyAdd(a2, x, z); a3 = multiplyAdd(a3, x, y); a4 = multiplyAdd(a4, x, w)
      a5 = multiplyAdd(a5, x, v); a6 = multiplyAdd(a6, x, u)
    x = v128.load(q, 7 * step); a3 = multiplyAdd(a3, x, z); a4 = multiplyAdd(a4, x, y); a5 = multiplyAdd(a5, x, w)
      a6 = multiplyAdd(a6, x, v); a7 = multiplyAdd(a7, x, u)
    x = v128.load(q, 8 * step); a4 = multiplyAdd(a4, x, z); a5 = multiplyAdd(a5, x, y); a6 = multiplyAdd(a6, x, w)
      a7 = multiplyAdd(a7, x, v)
    x = v128.load(q, 9 * step); a5 = multiplyAdd(a5, x, z); a6 = multiplyAdd(a6, x, y); a7 = multiplyAdd(a7, x, w)
    x = v128.load(q, 10 * step); a6 = multiplyAdd(a6, x, z); a7 = multiplyAdd(a7, x, y)
    x = v128.load(q, 11 * step); a7 = multiplyAdd(a7, x, z)
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

/** Four outputs. Registers: 4 sums, 5 weights of a row, the pixel and a product: 11. */
@inline
export function fiveTapsFour<Source, Target>(q: usize, row: usize, weights: usize, d: usize): void {
  const step = offsetof<Source>()
  let u = v128.load(
    weights), v = v128.load(weights, 16), w = v128.load(weights, 32), y = v128.load(weights, 48),
    z = v128.load(weights, 64
  )
  let x = zero(), a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero()
  x = v128.load(q); a0 = f32x4.mul(x, u)
  x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = f32x4.mul(x, u)
  x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = f32x4.mul(x, u)
  x = v128.load(q, 3 * step); a0 = multiplyAdd(a0, x, y); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v)
    a3 = f32x4.mul(x, u)
  x = v128.load(q, 4 * step); a0 = multiplyAdd(a0, x, z); a1 = multiplyAdd(a1, x, y); a2 = multiplyAdd(a2, x, w)
    a3 = multiplyAdd(a3, x, v)
  x = v128.load(q, 5 * step); a1 = multiplyAdd(a1, x, z); a2 = multiplyAdd(a2, x, y); a3 = multiplyAdd(a3, x, w)
  x = v128.load(q, 6 * step); a2 = multiplyAdd(a2, x, z); a3 = multiplyAdd(a3, x, y)
  x = v128.load(q, 7 * step); a3 = multiplyAdd(a3, x, z)
  for (let taps = 1; taps < 5; taps++) {
    q += row
    weights += 80
    u = v128.load(weights); v = v128.load(weights, 16); w = v128.load(weights, 32)
    y = v128.load(weights, 48); z = v128.load(weights, 64)
    x = v128.load(q); a0 = multiplyAdd(a0, x, u)
    x = v128.load(q, step); a0 = multiplyAdd(a0, x, v); a1 = multiplyAdd(a1, x, u)
    x = v128.load(q, 2 * step); a0 = multiplyAdd(a0, x, w); a1 = multiplyAdd(a1, x, v); a2 = multiplyAdd(a2, x, u)
    x = v128.load(q, 3 * step); a0 = multiplyAdd(a0, x, y); a1 = multiplyAdd(a1, x, w); a2 = multiplyAdd(a2, x, v)
      a3 = multiplyAdd(a3, x, u)
    x = v128.load(q, 4 * step); a0 = multiplyAdd(a0, x, z); a1 = multiplyAdd(a1, x, y); a2 = multiplyAdd(a2, x, w)
      a3 = multiplyAdd(a3, x, v)
    x = v128.load(q, 5 * step); a1 = multiplyAdd(a1, x, z); a2 = multiplyAdd(a2, x, y); a3 = multiplyAdd(a3, x, w)
    x = v128.load(q, 6 * step); a2 = multiplyAdd(a2, x, z); a3 = multiplyAdd(a3, x, y)
    x = v128.load(q, 7 * step); a3 = multiplyAdd(a3, x, z)
  }
  v128.store(d, a0)
  v128.store(d, a1, offsetof<Target>())
  v128.store(d, a2, 2 * offsetof<Target>())
  v128.store(d, a3, 3 * offsetof<Target>())
}
