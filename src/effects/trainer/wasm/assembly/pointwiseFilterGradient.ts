import { Adjacent, EverySecond } from "./pixelStep"
import { multiplyAdd, zero } from "./vector"

/** Four inputs x eight channels, over `rows` rows. Registers: 8 sums, 2 gradients, an input and a product: 12. */
@inline
function blockOfEight<Source>(
  source: usize, sourceRow: usize, gradient: usize, gradientRow: usize, plane: usize, rows: i32, pixels: usize, w: usize
): void {
  const step = offsetof<Source>()
  let a0 = v128.load(w), b0 = v128.load(w, 16), a1 = v128.load(w, 32), b1 = v128.load(w, 48)
  let a2 = v128.load(w, 64), b2 = v128.load(w, 80), a3 = v128.load(w, 96), b3 = v128.load(w, 112)
  let u = zero(), v = zero(), x = zero()
  for (let h = 0; h < rows; h++, source += sourceRow, gradient += gradientRow) {
    let p = source, g = gradient
    for (const end = g + ((pixels & ~1) << 4); g < end; p += 2 * step, g += 32) {
      u = v128.load(g); v = v128.load(g + plane)
      x = v128.load32_splat(p); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
      x = v128.load32_splat(p, 4); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
      x = v128.load32_splat(p, 8); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
      x = v128.load32_splat(p, 12); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
      u = v128.load(g, 16); v = v128.load(g + plane, 16)
      x = v128.load32_splat(p, step); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
      x = v128.load32_splat(p, step + 4); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
      x = v128.load32_splat(p, step + 8); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
      x = v128.load32_splat(p, step + 12); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
    }
    if (pixels & 1) {
      u = v128.load(g); v = v128.load(g + plane)
      x = v128.load32_splat(p); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
      x = v128.load32_splat(p, 4); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
      x = v128.load32_splat(p, 8); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
      x = v128.load32_splat(p, 12); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
    }
  }
  v128.store(w, a0)
  v128.store(w, b0, 16)
  v128.store(w, a1, 32)
  v128.store(w, b1, 48)
  v128.store(w, a2, 64)
  v128.store(w, b2, 80)
  v128.store(w, a3, 96)
  v128.store(w, b3, 112)
}

/** Four inputs x four channels, over `rows` rows. Registers: 8 sums, a gradient, an input and a product: 11. */
@inline
function blockOfFour<Source>(
  source: usize, sourceRow: usize, gradient: usize, gradientRow: usize, rows: i32, pixels: usize, w: usize
): void {
  const step = offsetof<Source>()
  let a0 = v128.load(w), a1 = v128.load(w, 16), a2 = v128.load(w, 32), a3 = v128.load(w, 48)
  let b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero(), u = zero(), x = zero()
  for (let h = 0; h < rows; h++, source += sourceRow, gradient += gradientRow) {
    let p = source, g = gradient
    for (const end = g + ((pixels & ~1) << 4); g < end; p += 2 * step, g += 32) {
      u = v128.load(g)
      x = v128.load32_splat(p); a0 = multiplyAdd(a0, x, u)
      x = v128.load32_splat(p, 4); a1 = multiplyAdd(a1, x, u)
      x = v128.load32_splat(p, 8); a2 = multiplyAdd(a2, x, u)
      x = v128.load32_splat(p, 12); a3 = multiplyAdd(a3, x, u)
      u = v128.load(g, 16)
      x = v128.load32_splat(p, step); b0 = multiplyAdd(b0, x, u)
      x = v128.load32_splat(p, step + 4); b1 = multiplyAdd(b1, x, u)
      x = v128.load32_splat(p, step + 8); b2 = multiplyAdd(b2, x, u)
      x = v128.load32_splat(p, step + 12); b3 = multiplyAdd(b3, x, u)
    }
    if (pixels & 1) {
      u = v128.load(g)
      x = v128.load32_splat(p); a0 = multiplyAdd(a0, x, u)
      x = v128.load32_splat(p, 4); a1 = multiplyAdd(a1, x, u)
      x = v128.load32_splat(p, 8); a2 = multiplyAdd(a2, x, u)
      x = v128.load32_splat(p, 12); a3 = multiplyAdd(a3, x, u)
    }
  }
  v128.store(w, f32x4.add(a0, b0))
  v128.store(w, f32x4.add(a1, b1), 16)
  v128.store(w, f32x4.add(a2, b2), 32)
  v128.store(w, f32x4.add(a3, b3), 48)
}

/** Pixels that all blocks of weights see before the next pixels: inputs and gradients then stay in the first cache. */
const stripPixels: i32 = 128

function strips<Source>(
  source: usize, sourceRow: usize, inputs: usize, quads: i32, gradient: usize, gradientRow: usize, gradientPlane: usize,
  outputs: i32, height: i32, width: i32, weightsGradient: usize
): void {
  const pixels = min(width, stripPixels), lines = max(1, stripPixels / width)
  for (let h = 0; h < height; h += lines) for (let x = 0; x < width; x += pixels) {
    const rows = min(lines, height - h), n: usize = min(pixels, width - x)
    const s = source + <usize>h * sourceRow + <usize>x * offsetof<Source>()
    let g = gradient + <usize>h * gradientRow + (<usize>x << 4), w = weightsGradient, o = 0
    for (; o + 8 <= outputs; o += 8, g += 2 * gradientPlane)
      for (let i: usize = 0; i < <usize>quads; i++, w += 128)
        blockOfEight<Source>(s + load<u32>(inputs + (i << 2)), sourceRow, g, gradientRow, gradientPlane, rows, n, w)
    if (o < outputs)
      for (let i: usize = 0; i < <usize>quads; i++, w += 64)
        blockOfFour<Source>(s + load<u32>(inputs + (i << 2)), sourceRow, g, gradientRow, rows, n, w)
  }
}

/**
 * weightsGradient[input, channel] += sum over the pixels of input x gradient, packed like the weights of
 * `pointwiseConvolution`, with the same table of inputs.
 */
export function pointwiseFilterGradient(
  source: usize, sourceStep: i32, sourceRow: usize, inputs: usize, quads: i32,
  gradient: usize, gradientRow: usize, gradientPlane: usize, outputs: i32, height: i32, width: i32,
  weightsGradient: usize
): void {
  if (sourceStep == 1) {
    strips<Adjacent>(
      source, sourceRow, inputs, quads, gradient, gradientRow, gradientPlane, outputs, height, width, weightsGradient
    )
  } else {
    strips<EverySecond>(
      source, sourceRow, inputs, quads, gradient, gradientRow, gradientPlane, outputs, height, width, weightsGradient
    )
  }
}
