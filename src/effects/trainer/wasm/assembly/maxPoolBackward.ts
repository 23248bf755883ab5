import { addProducts } from "./moments"
import { affineRow, firstWindow, putRow, rowMaxima, windowedRow } from "./poolRows"
import { Record, Slice } from "./record"
import { fill, multiplyAdd, zero } from "./vector"

/*
 * The gradient of a window belongs to its first pixel, row by row, that equals the maximum. It goes there in two steps:
 * to the first of the window's rows whose own maximum equals the window's, then to the first pixel of that row that
 * equals the row's maximum. What is neither the first's nor the second's is the third's: so where numbers are not
 * finite, too, every gradient goes to exactly one pixel.
 */

/** From a row of windows to the three rows of row windows below them; `rows` add up, and may be the same one twice. */
function toRows(
  gradient: usize, y: usize, a: v128, b: v128, c: v128, maxima0: usize, maxima1: usize,
  row0: usize, row1: usize, row2: usize, windows: i32
): void {
  for (const end = y + (<usize>windows << 4); y < end; y += 16) {
    const output = v128.load(y)
    const raw = multiplyAdd(multiplyAdd(c, v128.load(gradient), a), output, b)
    const isFirst = f32x4.eq(v128.load(maxima0), output), isSecond = f32x4.eq(v128.load(maxima1), output)
    const rest = v128.andnot(raw, isFirst)
    v128.store(row0, f32x4.add(v128.load(row0), v128.and(raw, isFirst)))
    v128.store(row1, f32x4.add(v128.load(row1), v128.and(rest, isSecond)))
    v128.store(row2, f32x4.add(v128.load(row2), v128.andnot(rest, isSecond)))
    gradient += 16
    maxima0 += 16
    maxima1 += 16
    row0 += 16
    row1 += 16
    row2 += 16
  }
}

/** From the windows of a row to its pixels, which add up in `to`. `values` and `to` are where the first window begins. */
function toColumns(
  row: usize, maxima: usize, values: usize, to: usize, step: usize, third: usize, windows: i32
): void {
  for (const end = row + (<usize>windows << 4); row < end; row += 16) {
    const gradient = v128.load(row), maximum = v128.load(maxima)
    const isFirst = f32x4.eq(v128.load(values), maximum), isSecond = f32x4.eq(v128.load(values, 16), maximum)
    const rest = v128.andnot(gradient, isFirst), last = to + third
    v128.store(to, f32x4.add(v128.load(to), v128.and(gradient, isFirst)))
    v128.store(to, f32x4.add(v128.load(to, 16), v128.and(rest, isSecond)), 16)
    v128.store(last, f32x4.add(v128.load(last), v128.andnot(rest, isSecond)))
    maxima += 16
    values += step
    to += step
  }
}

/**
 * The same for windows of three pixels at stride 1: a pixel is done when the third window that covers it is. Writes all
 * of `to`, from the first window's first pixel to the last one's last.
 */
function toNeighbours(row: usize, maxima: usize, values: usize, to: usize, windows: i32): void {
  let before = zero(), here = zero(), left = v128.load(values), middle = v128.load(values, 16)
  for (const end = row + (<usize>windows << 4); row < end; row += 16, maxima += 16, values += 16, to += 16) {
    const gradient = v128.load(row), maximum = v128.load(maxima)
    const isFirst = f32x4.eq(left, maximum), isSecond = f32x4.eq(middle, maximum)
    const rest = v128.andnot(gradient, isFirst)
    v128.store(to, f32x4.add(before, v128.and(gradient, isFirst)))
    before = f32x4.add(here, v128.and(rest, isSecond))
    here = v128.andnot(rest, isSecond)
    left = middle
    middle = v128.load(values, 32)
  }
  v128.store(to, before)
  v128.store(to, here, 16)
}

/** The rows of the map that a window covers, as rings: the row's values, its windows' maxima and their gradients. */
@unmanaged
class Rings {
  values: usize
  maxima: usize
  gradients: usize
  /** a row of pixels' gradients */
  pixels: usize
}

function layOut(scratch: usize, r: Record): Rings {
  const rings = changetype<Rings>(scratch), windows = <usize>r.outputWidth << 4
  rings.values = scratch + 16
  rings.maxima = rings.values + 3 * windowedRow(r.width)
  rings.gradients = rings.maxima + 3 * windows
  rings.pixels = rings.gradients + 3 * windows
  return rings
}

/** Gives the gradients of row `h` of the map to its pixels: the first and last one also get what their repeats got. */
function closeRow(r: Record, rings: Rings, h: i32, inputGradient: usize): void {
  const slot = <usize>(h % r.kernel), windows = <usize>r.outputWidth << 4
  const gradients = rings.gradients + slot * windows, maxima = rings.maxima + slot * windows, pixels = rings.pixels
  const values = firstWindow(rings.values + slot * windowedRow(r.width), r.padding)
  if (r.stride == 1 && r.padding == 1) toNeighbours(gradients, maxima, values, pixels, r.outputWidth)
  else {
    fill(pixels, windowedRow(r.width), 0)
    const to = firstWindow(pixels, r.padding), third = <usize>(r.kernel - 1) << 4
    toColumns(gradients, maxima, values, to, <usize>r.stride << 4, third, r.outputWidth)
  }
  const last = pixels + (<usize>r.width << 4)
  v128.store(pixels, f32x4.add(v128.load(pixels, 16), v128.load(pixels)), 16)
  v128.store(last, f32x4.add(v128.load(last), v128.load(last, 16)))
  putRow(pixels + 16, inputGradient + <usize>(h * r.width) * 16, r.width, r.accumulate)
}

/** Computes the values and row maxima of row `h` of the map again, as the forward pass did. */
function openRow(r: Record, rings: Rings, h: i32, x: usize, a: v128, b: v128): void {
  const slot = <usize>(h % r.kernel), windows = <usize>r.outputWidth << 4
  const values = rings.values + slot * windowedRow(r.width)
  affineRow(x + <usize>(h * r.width) * 16, r.width, a, b, values)
  rowMaxima(
    firstWindow(values, r.padding), <usize>r.stride << 4, <usize>(r.kernel - 1) << 4, rings.maxima + slot * windows,
    r.outputWidth
  )
  fill(rings.gradients + slot * windows, windows, 0)
}

function planeBackward(
  r: Record, rings: Rings, x: usize, affineA: v128, affineB: v128, y: usize, gradient: usize, a: v128, b: v128, c: v128,
  inputGradient: usize
): void {
  const windows = <usize>r.outputWidth << 4, bottom = r.height - 1
  let opened = 0, closed = 0
  for (let row = 0; row < r.outputHeight; row++, y += windows, gradient += windows) {
    const top = row * r.stride - r.padding, low = min(top + r.kernel - 1, bottom)
    for (; closed < top; closed++) closeRow(r, rings, closed, inputGradient)
    for (; opened <= low; opened++) openRow(r, rings, opened, x, affineA, affineB)
    const slot0 = <usize>(max(top, 0) % r.kernel) * windows
    const slot1 = <usize>(min(top + 1, bottom) % r.kernel) * windows
    const slot2 = <usize>(low % r.kernel) * windows
    toRows(
      gradient, y, a, b, c, rings.maxima + slot0, rings.maxima + slot1,
      rings.gradients + slot0, rings.gradients + slot1, rings.gradients + slot2, r.outputWidth
    )
  }
  for (; closed < r.height; closed++) {
    for (; opened <= closed; opened++) openRow(r, rings, opened, x, affineA, affineB)
    closeRow(r, rings, closed, inputGradient)
  }
}

export function maxPoolBackward(r: Record, s: Slice): void {
  const rings = layOut(s.scratch, r), channelBytes = <usize>r.channels << 2
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>(r.outputHeight * r.outputWidth) << 4
  const sums = r.sums + s.arena
  if (r.sums != 0) fill(sums, <usize>r.channels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    const map = r.input + <usize>image * <usize>r.inputStride
    const mapGradient = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    let x = map, inputGradient = mapGradient
    let y = r.output + <usize>image * <usize>r.outputStride
    let gradient = r.gradient + <usize>image * <usize>r.gradientStride
    let affine = r.inputAffine + s.arena, coefficients = r.coefficients + s.arena
    for (const end = affine + channelBytes; affine < end; affine += 16, coefficients += 16) {
      planeBackward(
        r, rings, x, v128.load(affine), v128.load(affine + channelBytes), y, gradient, v128.load(coefficients),
        v128.load(coefficients + channelBytes), v128.load(coefficients + 2 * channelBytes), inputGradient
      )
      x += inputPlane
      inputGradient += inputPlane
      y += outputPlane
      gradient += outputPlane
    }
    if (r.sums != 0) addProducts(mapGradient, map, r.channels >> 2, r.height * r.width, sums)
  }
}
