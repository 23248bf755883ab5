import { Adjacent, EverySecond } from "./pixelStep"
import { multiplyAdd, zero } from "./vector"

@inline
function add(address: usize, v: v128): void {
  v128.store(address, f32x4.add(v128.load(address), v))
}

/**
 * All nine taps in one pass, taps one `Source` step apart. Two outputs at a time: an input is loaded once for both.
 * Registers: 9 sums, 2 gradients, an input and a product: 13.
 */
function threeTaps<Source, Gradient>(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32, weightsGradient: usize
): void {
  const step = offsetof<Source>()
  let a0 = zero(), a1 = zero(), a2 = zero(), b0 = zero(), b1 = zero(), b2 = zero(), c0 = zero(), c1 = zero(), c2 = zero()
  let u = zero(), v = zero(), x = zero()
  for (let h = 0; h < height; h++, source += sourceRow, gradient += gradientRow) {
    let q = source, g = gradient
    for (const end = g + <usize>(width >> 1) * (2 * offsetof<Gradient>()); g < end; g += 2 * offsetof<Gradient>(), q += 2 * step) {
      u = v128.load(g); v = v128.load(g, offsetof<Gradient>())
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
  add(weightsGradient, a0)
  add(weightsGradient + 16, a1)
  add(weightsGradient + 32, a2)
  add(weightsGradient + 48, b0)
  add(weightsGradient + 64, b1)
  add(weightsGradient + 80, b2)
  add(weightsGradient + 96, c0)
  add(weightsGradient + 112, c1)
  add(weightsGradient + 128, c2)
}

/**
 * One row of five taps after the other. Even and odd outputs have sums of their own: five alone would wait for each other.
 * Registers: 10 sums, 2 gradients, an input and a product: 14.
 */
function fiveTaps<Source, Gradient>(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32, weightsGradient: usize
): void {
  const step = offsetof<Source>()
  for (let kh: usize = 0; kh < 5; kh++) {
    let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), a4 = zero()
    let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero(), b4 = zero()
    let u = zero(), v = zero(), x = zero()
    let s = source + kh * row, t = gradient
    for (let h = 0; h < height; h++, s += sourceRow, t += gradientRow) {
      let q = s, g = t
      for (const end = g + <usize>(width >> 1) * (2 * offsetof<Gradient>()); g < end; g += 2 * offsetof<Gradient>(), q += 2 * step) {
        u = v128.load(g); v = v128.load(g, offsetof<Gradient>())
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
    const w = weightsGradient + kh * 80
    add(w, f32x4.add(a0, b0))
    add(w + 16, f32x4.add(a1, b1))
    add(w + 32, f32x4.add(a2, b2))
    add(w + 48, f32x4.add(a3, b3))
    add(w + 64, f32x4.add(a4, b4))
  }
}

/**
 * All nine taps, side by side, at stride 2: only one input in three is met by two outputs that follow one another, so each is
 * loaded anew. Registers: 9 sums, a gradient and a product: 11.
 */
function threeTapsStrided(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32, weightsGradient: usize
): void {
  let a0 = zero(), a1 = zero(), a2 = zero(), b0 = zero(), b1 = zero(), b2 = zero(), c0 = zero(), c1 = zero(), c2 = zero()
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
  add(weightsGradient, a0)
  add(weightsGradient + 16, a1)
  add(weightsGradient + 32, a2)
  add(weightsGradient + 48, b0)
  add(weightsGradient + 64, b1)
  add(weightsGradient + 80, b2)
  add(weightsGradient + 96, c0)
  add(weightsGradient + 112, c1)
  add(weightsGradient + 128, c2)
}

/** The same for one row of five taps after the other, two outputs at a time. Registers: 10 sums, a gradient and a product: 12. */
function fiveTapsStrided(
  source: usize, sourceRow: usize, row: usize, gradient: usize, gradientRow: usize, height: i32, width: i32, weightsGradient: usize
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
    const w = weightsGradient + kh * 80
    add(w, f32x4.add(a0, b0))
    add(w + 16, f32x4.add(a1, b1))
    add(w + 32, f32x4.add(a2, b2))
    add(w + 48, f32x4.add(a3, b3))
    add(w + 64, f32x4.add(a4, b4))
  }
}

/** One tap after the other, at stride 1 or 2. Registers: 4 sums, a gradient and a product. */
function anyTaps<Source>(
  source: usize, sourceRow: usize, row: usize, tap: usize, kernel: i32,
  gradient: usize, gradientRow: usize, height: i32, width: i32, weightsGradient: usize
): void {
  const step = offsetof<Source>()
  for (let kh = 0; kh < kernel; kh++, source += row) for (let kw: usize = 0; kw < <usize>kernel; kw++, weightsGradient += 16) {
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
      for (const end = t + (<usize>width << 4); g < end; g += 16, q += step) a0 = multiplyAdd(a0, v128.load(q), v128.load(g))
    }
    add(weightsGradient, f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)))
  }
}

/**
 * weightsGradient `[taps][4]` += sum over the outputs of input x gradient, one plane of four channels. `source`: the first pixel of
 * the padding, as in `depthwise`; `gradient`: that of output (0, 0); `height`, `width`: those of the output.
 */
export function depthwiseFilterGradient(
  source: usize, sourceRow: usize, gradient: usize, gradientRow: usize, kernel: i32, dilation: i32, stride: i32,
  height: i32, width: i32, weightsGradient: usize
): void {
  const row = <usize>dilation * sourceRow, tap = <usize>dilation << 4, next = <usize>stride * sourceRow
  const slides = kernel == 3 || kernel == 5
  if (slides && dilation == 1 && stride == 1) {
    if (kernel == 3) threeTaps<Adjacent, Adjacent>(source, next, row, gradient, gradientRow, height, width, weightsGradient)
    else fiveTaps<Adjacent, Adjacent>(source, next, row, gradient, gradientRow, height, width, weightsGradient)
  } else if (slides && dilation == 2 && stride == 2) {
    if (kernel == 3) threeTaps<EverySecond, Adjacent>(source, next, row, gradient, gradientRow, height, width, weightsGradient)
    else fiveTaps<EverySecond, Adjacent>(source, next, row, gradient, gradientRow, height, width, weightsGradient)
  } else if (slides && dilation == 2 && stride == 1) {
    // outputs in even columns meet even columns only, those in odd columns odd ones
    const even = (width + 1) >> 1, odd = width >> 1
    if (kernel == 3) {
      threeTaps<EverySecond, EverySecond>(source, next, row, gradient, gradientRow, height, even, weightsGradient)
      threeTaps<EverySecond, EverySecond>(source + 16, next, row, gradient + 16, gradientRow, height, odd, weightsGradient)
    } else {
      fiveTaps<EverySecond, EverySecond>(source, next, row, gradient, gradientRow, height, even, weightsGradient)
      fiveTaps<EverySecond, EverySecond>(source + 16, next, row, gradient + 16, gradientRow, height, odd, weightsGradient)
    }
  } else if (slides && dilation == 1) {
    if (kernel == 3) threeTapsStrided(source, next, row, gradient, gradientRow, height, width, weightsGradient)
    else fiveTapsStrided(source, next, row, gradient, gradientRow, height, width, weightsGradient)
  } else if (stride == 1) anyTaps<Adjacent>(source, next, row, tap, kernel, gradient, gradientRow, height, width, weightsGradient)
  else anyTaps<EverySecond>(source, next, row, tap, kernel, gradient, gradientRow, height, width, weightsGradient)
}
