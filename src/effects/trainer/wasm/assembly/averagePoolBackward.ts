import { AverageRows, layOutAverage, pixelsInside, putWindowSums } from "./averageWindows"
import { addProducts } from "./moments"
import { sumOfRows } from "./poolRows"
import { Record, Slice } from "./record"
import { fill, multiplyAdd } from "./vector"

/** What each pixel of each window of a row gets: the raw gradient, shared out evenly. */
function sharedRow(
  gradient: usize, y: usize, a: v128, b: v128, c: v128, shares: usize, share: v128, to: usize, windows: i32
): void {
  const end = to + (<usize>windows << 4)
  for (; to + 32 <= end; to += 32, gradient += 32, y += 32, shares += 32) {
    const left = multiplyAdd(multiplyAdd(c, v128.load(gradient), a), v128.load(y), b)
    v128.store(to, f32x4.mul(left, f32x4.mul(v128.load(shares), share)))
    const right = multiplyAdd(multiplyAdd(c, v128.load(gradient, 16), a), v128.load(y, 16), b)
    v128.store(to, f32x4.mul(right, f32x4.mul(v128.load(shares, 16), share)), 16)
  }
  if (to < end) {
    const raw = multiplyAdd(multiplyAdd(c, v128.load(gradient), a), v128.load(y), b)
    v128.store(to, f32x4.mul(raw, f32x4.mul(v128.load(shares), share)))
  }
}

/** The first row of windows that covers row `h` of the map (perhaps one that does not exist). */
@inline
function firstCovering(h: i32, r: Record): i32 {
  return max((h + r.padding - r.kernel + r.stride) / r.stride, 0)
}

/** The last one. */
@inline
function lastCovering(h: i32, r: Record): i32 {
  return min((h + r.padding) / r.stride, r.outputHeight - 1)
}

@inline
function ringRow(rows: AverageRows, row: i32, last: i32, bytes: usize): usize {
  return row <= last ? rows.ring + <usize>(row % 3) * bytes : rows.zeros
}

/**
 * One plane. A pixel gets the shares of all windows that cover it: those of up to three rows of windows are added,
 * spread `stride` pixels apart with zeros between them, and then those of neighbouring columns.
 */
function planeBackward(
  r: Record, rows: AverageRows, y: usize, gradient: usize, a: v128, b: v128, c: v128, inputGradient: usize
): void {
  const windows = <usize>r.outputWidth << 4, third = v128.load(rows.third)
  const spread = rows.windowed + 16, before = spread - (<usize>(r.kernel - 1 - r.padding) << 4)
  let next = 0
  for (let h = 0; h < r.height; h++, inputGradient += <usize>r.width << 4) {
    const row = firstCovering(h, r), last = lastCovering(h, r)
    for (; next <= last; next++, y += windows, gradient += windows) {
      const share = f32x4.splat(1 / <f32>pixelsInside(next, r.kernel, r.stride, r.padding, r.height))
      sharedRow(gradient, y, a, b, c, rows.shares, share, ringRow(rows, next, last, windows), r.outputWidth)
    }
    sumOfRows(
      ringRow(rows, row, last, windows), ringRow(rows, row + 1, last, windows), ringRow(rows, row + 2, last, windows),
      spread, <usize>r.stride << 4, r.outputWidth
    )
    putWindowSums(before, third, inputGradient, r.width, r.accumulate)
  }
}

export function averagePoolBackward(r: Record, s: Slice): void {
  const rows = layOutAverage(s.scratch, r), channelBytes = <usize>r.channels << 2
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>(r.outputHeight * r.outputWidth) << 4
  const sums = r.sums + s.arena
  if (r.sums != 0) fill(sums, <usize>r.channels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    const mapGradient = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    let inputGradient = mapGradient
    let y = r.output + <usize>image * <usize>r.outputStride
    let gradient = r.gradient + <usize>image * <usize>r.gradientStride
    let coefficients = r.coefficients + s.arena
    for (const end = coefficients + channelBytes; coefficients < end; coefficients += 16) {
      planeBackward(
        r, rows, y, gradient, v128.load(coefficients), v128.load(coefficients + channelBytes),
        v128.load(coefficients + 2 * channelBytes), inputGradient
      )
      inputGradient += inputPlane
      y += outputPlane
      gradient += outputPlane
    }
    if (r.sums != 0) {
      const map = r.input + <usize>image * <usize>r.inputStride
      addProducts(mapGradient, map, r.channels >> 2, r.height * r.width, sums)
    }
  }
}
