import { addTo, multiplyAdd, zero } from "./vector"

/*
 * Weights' gradients of a depthwise convolution, one plane of four channels: result `[taps][4]` += sum over
 * the outputs of input x gradient. `source`: the input under the first tap of output (0, 0), `sourceRow`: bytes from
 * there to that of the next row of outputs, `row`: from one row of taps to the next; `height`, `width`: those of the
 * output.
 */

/**
 * All nine taps in one pass, taps one `Source` step apart. Two outputs at a time: an input is loaded once for both.
 * Registers: 9 sums, 2 gradients, an input and a product: 13.
 */
export function threeTapsGradient<Source, Gradient>(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32,
  result: usize
): void {
  const step = offsetof<Source>(), next = offsetof<Gradient>()
  let a0 = zero(
    ), a1 = zero(), a2 = zero(), b0 = zero(), b1 = zero(), b2 = zero(), c0 = zero(), c1 = zero(), c2 = zero(
  )
  let u = zero(), v = zero(), x = zero()
  for (let h = 0; h < height; h++, source += sourceRow, gradient += gradientRow) {
    let q = source, g = gradient
    for (const end = g + <usize>(width >> 1) * 2 * next; g < end; g += 2 * next, q += 2 * step) {
      u = v128.load(g); v = v128.load(g, next)
      x = v128.load(q); a0 = multiplyAdd(a0, x, u)
      x = v128.load(q, step); a1 = multiplyAdd(a1, x, u); a0 = multiplyAdd(a0, x, v)
      x = v128.load(q, 2 * step); a2 = multiplyAdd(a2, x, u); a1 = multiplyAdd(a1, x, v)
      x = v128.load(q, 3 * step); a2 = multiplyAdd(a2, x, v)
      x = v128.load(q + row); b0 = multiplyAdd(b0, x, u)
      x = v128.load(q + row, step); b1 = multiplyAdd(b1, x, u); b0 = multiplyAdd(b0, x, v)
      x = v128.load(q + row, 2 * step); b2 = multiplyAdd(b2, x, u); b1 = multiplyAdd(b1, x, v)
      x = v128.load(q + row, 3 * step); b2 = multiplyAdd(b2, x, v)
      x = v128.load(q + 2 * row); c0 = multiplyAdd(c0, x, u)
      x = v128.load(q + 2 * row, step); c1 = multiplyAdd(c1, x, u); c0 = multiplyAdd(c0, x, v)
      x = v128.load(q + 2 * row, 2 * step); c2 = multiplyAdd(c2, x, u); c1 = multiplyAdd(c1, x, v)
      x = v128.load(q + 2 * row, 3 * step); c2 = multiplyAdd(c2, x, v)
    }
    if (width & 1) {
      u = v128.load(g)
      a0 = multiplyAdd(a0, v128.load(q), u); a1 = multiplyAdd(a1, v128.load(q, step), u)
      a2 = multiplyAdd(a2, v128.load(q, 2 * step), u)
      b0 = multiplyAdd(b0, v128.load(q + row), u); b1 = multiplyAdd(b1, v128.load(q + row, step), u)
      b2 = multiplyAdd(b2, v128.load(q + row, 2 * step), u)
      c0 = multiplyAdd(c0, v128.load(q + 2 * row), u); c1 = multiplyAdd(c1, v128.load(q + 2 * row, step), u)
      c2 = multiplyAdd(c2, v128.load(q + 2 * row, 2 * step), u)
    }
  }
  addTo(result, a0)
  addTo(result + 16, a1)
  addTo(result + 32, a2)
  addTo(result + 48, b0)
  addTo(result + 64, b1)
  addTo(result + 80, b2)
  addTo(result + 96, c0)
  addTo(result + 112, c1)
  addTo(result + 128, c2)
}

/**
 * All nine taps, side by side, at stride 2: only one input in three is met by two outputs that follow one another, so
 * each is loaded anew. Registers: 9 sums, a gradient and a product: 11.
 */
export function threeTapsStridedGradient(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32,
  result: usize
): void {
  let a0 = zero(
    ), a1 = zero(), a2 = zero(), b0 = zero(), b1 = zero(), b2 = zero(), c0 = zero(), c1 = zero(), c2 = zero(
  )
  let u = zero()
  for (let h = 0; h < height; h++, source += sourceRow, gradient += gradientRow) {
    let q = source
    for (let g = gradient, end = gradient + (<usize>width << 4); g < end; g += 16, q += 32) {
      u = v128.load(g)
      a0 = multiplyAdd(a0, v128.load(q), u)
      a1 = multiplyAdd(a1, v128.load(q, 16), u)
      a2 = multiplyAdd(a2, v128.load(q, 32), u)
      b0 = multiplyAdd(b0, v128.load(q + row), u)
      b1 = multiplyAdd(b1, v128.load(q + row, 16), u)
      b2 = multiplyAdd(b2, v128.load(q + row, 32), u)
      c0 = multiplyAdd(c0, v128.load(q + 2 * row), u)
      c1 = multiplyAdd(c1, v128.load(q + 2 * row, 16), u)
      c2 = multiplyAdd(c2, v128.load(q + 2 * row, 32), u)
    }
  }
  addTo(result, a0)
  addTo(result + 16, a1)
  addTo(result + 32, a2)
  addTo(result + 48, b0)
  addTo(result + 64, b1)
  addTo(result + 80, b2)
  addTo(result + 96, c0)
  addTo(result + 112, c1)
  addTo(result + 128, c2)
}
