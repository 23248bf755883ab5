import { CELL, VECTOR } from "./layout"

/** acc + a b, two roundings: never fused, so that every engine gives the bits of the plain form. */
// @ts-ignore: decorator
@inline
export function addProduct(acc: v128, a: v128, b: v128): v128 {
  return f64x2.add(acc, f64x2.mul(a, b))
}

// The numbers of `rationalTanh` in src/core/numeric, each in both lanes. They are read from memory, one load each:
// as constants in the code they would take three instructions each, which is half of the time of a tanh.
const constants = memory.data<f64>([
  7.9, 7.9,
  -7.9, -7.9,
  // p, from the highest power down
  -2.76076847742355e-16, -2.76076847742355e-16,
  2.00018790482477e-13, 2.00018790482477e-13,
  -8.60467152213735e-11, -8.60467152213735e-11,
  5.12229709037114e-8, 5.12229709037114e-8,
  1.48572235717979e-5, 1.48572235717979e-5,
  6.37261928875436e-4, 6.37261928875436e-4,
  4.89352455891786e-3, 4.89352455891786e-3,
  // q, from the highest power down
  1.19825839466702e-6, 1.19825839466702e-6,
  1.18534705686654e-4, 1.18534705686654e-4,
  2.268434632439e-3, 2.268434632439e-3,
  4.89352518554385e-3, 4.89352518554385e-3,
  0.5, 0.5
], 16)

// @ts-ignore: decorator
@inline
function constant(i: usize): v128 {
  return v128.load(constants + i * VECTOR)
}

/** The steps of the core's `rationalTanh`, for two numbers. */
// @ts-ignore: decorator
@inline
function rationalTanh(x: v128): v128 {
  const c = f64x2.pmax(f64x2.pmin(x, constant(0)), constant(1))
  const s = f64x2.mul(c, c)
  let p = addProduct(constant(3), s, constant(2))
  p = addProduct(constant(4), s, p)
  p = addProduct(constant(5), s, p)
  p = addProduct(constant(6), s, p)
  p = addProduct(constant(7), s, p)
  p = addProduct(constant(8), s, p)
  let q = addProduct(constant(10), s, constant(9))
  q = addProduct(constant(11), s, q)
  q = addProduct(constant(12), s, q)
  return f64x2.div(f64x2.mul(c, p), q)
}

/** The steps of the core's `rationalSigmoid`, for two numbers. */
// @ts-ignore: decorator
@inline
function rationalSigmoid(x: v128): v128 {
  const half = constant(13)
  return addProduct(half, half, rationalTanh(f64x2.mul(x, half)))
}

/** tanh of the cells from `from` to before `last`, written to `to` on. */
export function tanhOfCells(from: usize, last: usize, to: usize): void {
  for (; from < last; from += CELL, to += CELL) {
    const a = rationalTanh(v128.load(from)), b = rationalTanh(v128.load(from, 16))
    v128.store(to, a)
    v128.store(to, b, 16)
  }
}

/** Sigmoid of the cells from `from` to before `last`, in place. */
export function sigmoidOfCells(from: usize, last: usize): void {
  for (; from < last; from += CELL) {
    const a = rationalSigmoid(v128.load(from)), b = rationalSigmoid(v128.load(from, 16))
    v128.store(from, a)
    v128.store(from, b, 16)
  }
}
