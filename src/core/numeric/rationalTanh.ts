/**
 * The cheap tanh and sigmoid inside the LSTM. Every form of the estimator repeats these steps in this order, so that
 * all give the same bits: each line is one product and one sum, neither fused nor regrouped.
 */

/**
 * x p(x^2) / q(x^2) on x clamped to [-7.9, 7.9]: within 2.6e-7 of tanh(x) everywhere (2.6e-8 inside the clamp),
 * never beyond 1 in size, odd to the bit.
 * The coefficients are those of the single-precision tanh in the Eigen library; the clamp is ours.
 *
 * The two selections are WebAssembly's `pmax(pmin(x, 7.9), -7.9)`, with pmin(a, b) = b < a ? b : a and
 * pmax(a, b) = a < b ? b : a: a NaN passes both and comes out as NaN, and -0 as -0.
 */
export const rationalTanh = (x: number): number => {
  const below = 7.9 < x ? 7.9 : x
  const c = below < -7.9 ? -7.9 : below
  const s = c * c
  let p = 2.00018790482477e-13 + s * -2.76076847742355e-16
  p = -8.60467152213735e-11 + s * p
  p = 5.12229709037114e-8 + s * p
  p = 1.48572235717979e-5 + s * p
  p = 6.37261928875436e-4 + s * p
  p = 4.89352455891786e-3 + s * p
  let q = 1.18534705686654e-4 + s * 1.19825839466702e-6
  q = 2.268434632439e-3 + s * q
  q = 4.89352518554385e-3 + s * q
  return (c * p) / q
}

/** 0.5 + 0.5 rationalTanh(x / 2): within 1.3e-7 of 1 / (1 + exp(-x)) everywhere. */
export const rationalSigmoid = (x: number): number => 0.5 + 0.5 * rationalTanh(x * 0.5)
