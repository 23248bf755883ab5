import { addTo, multiplyAdd, zero } from "./vector"

/*
 * Weights' gradients of a depthwise convolution, one plane of four channels: result `[taps][4]` += sum over
 * the outputs of input x gradient. `source`: the input under the first tap of output (0, 0), `sourceRow`: bytes from
 * there to that of the next row of outputs, `row`: from one row of taps to the next; `height`, `width`: those of the
 * output.
 */

/**
 * One row of five taps after the other. Even and odd outputs have sums of their own: five alone would wait for each
 * other. Registers: 10 sums, 2 gradients, an input and a product: 14.
 */
export function fiveTapsGradient<Source, Gradient>(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32,
  result: usize
): void {
  const step = offsetof<Source>(), next = offsetof<Gradient>()
  for (let kh: usize = 0; kh < 5; kh++) {
    let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero()
    let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero(), b4 = zero()
    let u = zero(), v = zero(), x = zero()
    let s = source + kh * row, t = gradient
    for (let h = 0; h < height; h++, s += sourceRow, t += gradientRow) {
      let q = s, g = t
      for (const end = g + <usize>(width >> 1) * 2 * next; g < end; g += 2 * next, q += 2 * step) {
        u = v128.load(g); v = v128.load(g, next)
        x = v128.load(q); a0 = multiplyAdd(a0, x, u)
        x = v128.load(q, step); a1 = multiplyAdd(a1, x, u); b0 = multiplyAdd(b0, x, v)
        x = v128.load(q, 2 * step); a2 = multiplyAdd(a2, x, u); b1 = multiplyAdd(b1, x, v)
        x = v128.load(q, 3 * step); a3 = multiplyAdd(a3, x, u); b2 = multiplyAdd(b2, x, v)
        x = v128.load(q, 4 * step); a4 = multiplyAdd(a4, x, u); b3 = multiplyAdd(b3, x, v)
        x = v128.load(q, 5 * step); b4 = multiplyAdd(b4, x, v)
      }
      if (width & 1) {
        u = v128.load(g)
        a0 = multiplyAdd(a0, v128.load(q), u)
        a1 = multiplyAdd(a1, v128.load(q, step), u)
        a2 = multiplyAdd(a2, v128.load(q, 2 * step), u)
        a3 = multiplyAdd(a3, v128.load(q, 3 * step), u)
        a4 = multiplyAdd(a4, v128.load(q, 4 * step), u)
      }
    }
    const w = result + kh * 80
    addTo(w, f32x4.add(a0, b0))
    addTo(w + 16, f32x4.add(a1, b1))
    addTo(w + 32, f32x4.add(a2, b2))
    addTo(w + 48, f32x4.add(a3, b3))
    addTo(w + 64, f32x4.add(a4, b4))
  }
}

/**
 * The same at stride 2, taps side by side: inputs that two outputs share are loaded twice. Registers: 10 sums, a
 * gradient and a product: 12.
 */
export function fiveTapsStridedGradient(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32,
  result: usize
): void {
  for (let kh: usize = 0; kh < 5; kh++) {
    let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero()
    let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero(), b4 = zero()
    let u = zero()
    let s = source + kh * row, t = gradient
    for (let h = 0; h < height; h++, s += sourceRow, t += gradientRow) {
      let q = s, g = t
      for (const end = g + (<usize>(width >> 1) << 5); g < end; g += 32, q += 64) {
        u = v128.load(g)
        a0 = multiplyAdd(a0, v128.load(q), u)
        a1 = multiplyAdd(a1, v128.load(q, 16), u)
        a2 = multiplyAdd(a2, v128.load(q, 32), u)
        a3 = multiplyAdd(a3, v128.load(q, 48), u)
        a4 = multiplyAdd(a4, v128.load(q, 64), u)
        u = v128.load(g, 16)
        b0 = multiplyAdd(b0, v128.load(q, 32), u)
        b1 = multiplyAdd(b1, v128.load(q, 48), u)
        b2 = multiplyAdd(b2, v128.load(q, 64), u)
        b3 = multiplyAdd(b3, v128.load(q, 80), u)
        b4 = multiplyAdd(b4, v128.load(q, 96), u)
      }
      if (width & 1) {
        u = v128.load(g)
        a0 = multiplyAdd(a0, v128.load(q), u)
        a1 = multiplyAdd(a1, v128.load(q, 16), u)
        a2 = multiplyAdd(a2, v128.load(q, 32), u)
        a3 = multiplyAdd(a3, v128.load(q, 48), u)
        a4 = multiplyAdd(a4, v128.load(q, 64), u)
      }
    }
    const w = result + kh * 80
    addTo(w, f32x4.add(a0, b0))
    addTo(w + 16, f32x4.add(a1, b1))
    addTo(w + 32, f32x4.add(a2, b2))
    addTo(w + 48, f32x4.add(a3, b3))
    addTo(w + 64, f32x4.add(a4, b4))
  }
}
