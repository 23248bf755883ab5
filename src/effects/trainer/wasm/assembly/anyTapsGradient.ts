import { addTo, multiplyAdd, zero } from "./vector"

/**
 * Weights' gradients of a depthwise convolution, as in `threeTapsGradient.ts`, one tap after the other, `tap` bytes
 * apart in a row. Registers: 4 sums, a gradient and a product: 6.
 */
export function anyTapsGradient<Source>(
  source: usize, sourceRow: usize, row: usize, tap: usize, kernel: i32,
  gradient: usize, gradientRow: usize, height: i32, width: i32, result: usize
): void {
  const step = offsetof<Source>()
  for (let kh = 0; kh < kernel; kh++, source += row) for (let kw: usize = 0; kw < <usize>kernel; kw++, result += 16) {
    let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero()
    let s = source + kw * tap, t = gradient
    for (let h = 0; h < height; h++, s += sourceRow, t += gradientRow) {
      let q = s, g = t
      for (const end = g + (<usize>(width & ~3) << 4); g < end; g += 64, q += 4 * step) {
        a0 = multiplyAdd(a0, v128.load(q), v128.load(g))
        a1 = multiplyAdd(a1, v128.load(q, step), v128.load(g, 16))
        a2 = multiplyAdd(a2, v128.load(q, 2 * step), v128.load(g, 32))
        a3 = multiplyAdd(a3, v128.load(q, 3 * step), v128.load(g, 48))
      }
      for (const end = t + (<usize>width << 4); g < end; g += 16, q += step)
        a0 = multiplyAdd(a0, v128.load(q), v128.load(g))
    }
    addTo(result, f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)))
  }
}
