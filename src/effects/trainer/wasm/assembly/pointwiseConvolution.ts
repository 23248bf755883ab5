import { Adjacent, EverySecond } from "./pixelStep"
import { multiplyAdd, zero } from "./vector"

/** Four pixels x eight channels. Registers: 8 sums, 2 vectors of weights, an input and a product: 12. */
@inline
function tileOfEight<Source>(source: usize, inputs: usize, end: usize, w: usize, d: usize, plane: usize): void {
  const step = offsetof<Source>()
  let q = source + load<u32>(inputs), u = zero(), v = zero(), x = zero()
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero(), b0 = zero(), b1 = zero(), b2 = zero(), b3 = zero()
  u = v128.load(w); v = v128.load(w, 16)
  x = v128.load32_splat(q); a0 = f32x4.mul(x, u); b0 = f32x4.mul(x, v)
  x = v128.load32_splat(q, step); a1 = f32x4.mul(x, u); b1 = f32x4.mul(x, v)
  x = v128.load32_splat(q, 2 * step); a2 = f32x4.mul(x, u); b2 = f32x4.mul(x, v)
  x = v128.load32_splat(q, 3 * step); a3 = f32x4.mul(x, u); b3 = f32x4.mul(x, v)
  for (;;) {
    u = v128.load(w, 32); v = v128.load(w, 48)
    x = v128.load32_splat(q, 4); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
    x = v128.load32_splat(q, step + 4); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
    x = v128.load32_splat(q, 2 * step + 4); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
    x = v128.load32_splat(q, 3 * step + 4); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
    u = v128.load(w, 64); v = v128.load(w, 80)
    x = v128.load32_splat(q, 8); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
    x = v128.load32_splat(q, step + 8); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
    x = v128.load32_splat(q, 2 * step + 8); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
    x = v128.load32_splat(q, 3 * step + 8); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
    u = v128.load(w, 96); v = v128.load(w, 112)
    x = v128.load32_splat(q, 12); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
    x = v128.load32_splat(q, step + 12); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
    x = v128.load32_splat(q, 2 * step + 12); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
    x = v128.load32_splat(q, 3 * step + 12); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
    w += 128
    inputs += 4
    if (inputs == end) break
    q = source + load<u32>(inputs)
    u = v128.load(w); v = v128.load(w, 16)
    x = v128.load32_splat(q); a0 = multiplyAdd(a0, x, u); b0 = multiplyAdd(b0, x, v)
    x = v128.load32_splat(q, step); a1 = multiplyAdd(a1, x, u); b1 = multiplyAdd(b1, x, v)
    x = v128.load32_splat(q, 2 * step); a2 = multiplyAdd(a2, x, u); b2 = multiplyAdd(b2, x, v)
    x = v128.load32_splat(q, 3 * step); a3 = multiplyAdd(a3, x, u); b3 = multiplyAdd(b3, x, v)
  }
  v128.store(d, a0)
  v128.store(d, a1, 16)
  v128.store(d, a2, 32)
  v128.store(d, a3, 48)
  d += plane
  v128.store(d, b0)
  v128.store(d, b1, 16)
  v128.store(d, b2, 32)
  v128.store(d, b3, 48)
}

/** Four pixels x four channels. Registers: 4 sums, 1 vector of weights, an input and a product: 7. */
@inline
function tileOfFour<Source>(source: usize, inputs: usize, end: usize, w: usize, d: usize): void {
  const step = offsetof<Source>()
  let q = source + load<u32>(inputs), u = zero(), x = zero()
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero()
  u = v128.load(w)
  x = v128.load32_splat(q); a0 = f32x4.mul(x, u)
  x = v128.load32_splat(q, step); a1 = f32x4.mul(x, u)
  x = v128.load32_splat(q, 2 * step); a2 = f32x4.mul(x, u)
  x = v128.load32_splat(q, 3 * step); a3 = f32x4.mul(x, u)
  for (;;) {
    u = v128.load(w, 16)
    x = v128.load32_splat(q, 4); a0 = multiplyAdd(a0, x, u)
    x = v128.load32_splat(q, step + 4); a1 = multiplyAdd(a1, x, u)
    x = v128.load32_splat(q, 2 * step + 4); a2 = multiplyAdd(a2, x, u)
    x = v128.load32_splat(q, 3 * step + 4); a3 = multiplyAdd(a3, x, u)
    u = v128.load(w, 32)
    x = v128.load32_splat(q, 8); a0 = multiplyAdd(a0, x, u)
    x = v128.load32_splat(q, step + 8); a1 = multiplyAdd(a1, x, u)
    x = v128.load32_splat(q, 2 * step + 8); a2 = multiplyAdd(a2, x, u)
    x = v128.load32_splat(q, 3 * step + 8); a3 = multiplyAdd(a3, x, u)
    u = v128.load(w, 48)
    x = v128.load32_splat(q, 12); a0 = multiplyAdd(a0, x, u)
    x = v128.load32_splat(q, step + 12); a1 = multiplyAdd(a1, x, u)
    x = v128.load32_splat(q, 2 * step + 12); a2 = multiplyAdd(a2, x, u)
    x = v128.load32_splat(q, 3 * step + 12); a3 = multiplyAdd(a3, x, u)
    w += 64
    inputs += 4
    if (inputs == end) break
    q = source + load<u32>(inputs)
    u = v128.load(w)
    x = v128.load32_splat(q); a0 = multiplyAdd(a0, x, u)
    x = v128.load32_splat(q, step); a1 = multiplyAdd(a1, x, u)
    x = v128.load32_splat(q, 2 * step); a2 = multiplyAdd(a2, x, u)
    x = v128.load32_splat(q, 3 * step); a3 = multiplyAdd(a3, x, u)
  }
  v128.store(d, a0)
  v128.store(d, a1, 16)
  v128.store(d, a2, 32)
  v128.store(d, a3, 48)
}

/**
 * One pixel x four channels, for maps narrower than a tile. `next`: bytes from one input channel's weights to the
 * next's.
 */
function onePixel(source: usize, inputs: usize, end: usize, w: usize, next: usize, d: usize): void {
  let a = zero()
  for (; inputs != end; inputs += 4) {
    const q = source + load<u32>(inputs)
    a = multiplyAdd(a, v128.load32_splat(q), v128.load(w))
    a = multiplyAdd(a, v128.load32_splat(q, 4), v128.load(w + next))
    a = multiplyAdd(a, v128.load32_splat(q, 8), v128.load(w + 2 * next))
    a = multiplyAdd(a, v128.load32_splat(q, 12), v128.load(w + 3 * next))
    w += 4 * next
  }
  v128.store(d, a)
}

/**
 * Pixels that one block of weights is applied to before the next block: inputs and weights then stay in the first
 * cache.
 */
const stripPixels: i32 = 64

function rows<Source>(
  source: usize, sourceRow: usize, inputs: usize, quads: i32, weights: usize, outputs: i32,
  height: i32, width: i32, destination: usize, destinationRow: usize, destinationPlane: usize
): void {
  const end = inputs + (<usize>quads << 2), block = <usize>quads << 7
  for (let h = 0; h < height; h++, source += sourceRow, destination += destinationRow) {
    if (width < 4) {
      for (let x: usize = 0; x < <usize>width; x++) {
        const q = source + x * offsetof<Source>()
        let d = destination + (x << 4), w = weights
        for (let o = 0; o < outputs; o += 4, d += destinationPlane) {
          const wide = (o | 7) < outputs
          onePixel(q, inputs, end, w, wide ? 32 : 16, d)
          w += (o & 4) ? block - 16 : 16
        }
      }
      continue
    }
    for (let first = 0; first < width; first += stripPixels) {
      const last = min(first + stripPixels, width)
      let d = destination, w = weights, o = 0
      for (; o + 8 <= outputs; o += 8, w += block, d += 2 * destinationPlane) {
        for (let x = first; x < last; x += 4) {
          const at: usize = min(x, width - 4)
          tileOfEight<Source>(
            source + at * offsetof<Source>(), inputs, end, w, d + (at << 4), destinationPlane
          )
        }
      }
      if (o < outputs) {
        for (let x = first; x < last; x += 4) {
          const at: usize = min(x, width - 4)
          tileOfFour<Source>(source + at * offsetof<Source>(), inputs, end, w, d + (at << 4))
        }
      }
    }
  }
}

/**
 * output[channel] = sum over the inputs of weight x input, pixel by pixel: a 1x1 convolution. Weights are packed as
 * `program/record.ts` says.
 *
 * `inputs`: table of the `quads` input quads' places, u32 bytes from `source` (see `planeTable`): so the taps of a
 * dense convolution are inputs like others. `sourceStep`: 1 or 2, pixels from one output's input to the next one's;
 * outputs lie side by side. The last tile of a row begins earlier where the width is no multiple of four, so that it
 * ends with the row.
 */
export function pointwiseConvolution(
  source: usize, sourceStep: i32, sourceRow: usize, inputs: usize, quads: i32, weights: usize, outputs: i32,
  height: i32, width: i32, destination: usize, destinationRow: usize, destinationPlane: usize
): void {
  if (sourceStep == 1) {
    rows<Adjacent>(
      source, sourceRow, inputs, quads, weights, outputs,
      height, width, destination, destinationRow, destinationPlane
    )
  } else {
    rows<EverySecond>(
      source, sourceRow, inputs, quads, weights, outputs,
      height, width, destination, destinationRow, destinationPlane
    )
  }
}

/** Writes the table of `quads` planes that lie `plane` bytes apart. */
export function planeTable(table: usize, quads: i32, plane: usize): void {
  for (let c: usize = 0; c < <usize>quads; c++) store<u32>(table + (c << 2), <u32>(c * plane))
}
