import { windowedRow } from "./poolRows"
import { Record } from "./record"
import { fill, multiplyAdd } from "./vector"

/** Pixels of a window that lie inside a map of this size. */
export function pixelsInside(window: i32, kernel: i32, stride: i32, padding: i32, size: i32): i32 {
  const first = window * stride - padding
  return min(first + kernel, size) - max(first, 0)
}

/** Scratch of an average pool, in rows. `program/otherScratch.ts` counts them. */
@unmanaged
export class AverageRows {
  /** a row that windows slide over, 0 outside the map */
  windowed: usize
  /** a row of zeros, in place of rows outside the map */
  zeros: usize
  /** for each window of a row: 1 / its pixels inside the row, four times */
  shares: usize
  /** where the backward pass keeps three rows of windows */
  ring: usize
  /** all bits where a window has a third pixel, none where it has two */
  third: usize
}

export function layOutAverage(scratch: usize, r: Record): AverageRows {
  const rows = changetype<AverageRows>(scratch)
  const widest = <usize>max(r.width, r.outputWidth) << 4
  rows.third = scratch + 32
  rows.windowed = rows.third + 16
  rows.zeros = rows.windowed + windowedRow(r.width)
  rows.shares = rows.zeros + widest
  rows.ring = rows.shares + (<usize>r.outputWidth << 4)
  v128.store(rows.third, i32x4.splat(r.kernel == 3 ? -1 : 0))
  fill(rows.windowed, windowedRow(r.width), 0)
  fill(rows.zeros, widest, 0)
  for (let window = 0; window < r.outputWidth; window++) {
    const inside = pixelsInside(window, r.kernel, r.stride, r.padding, r.width)
    v128.store(rows.shares + (<usize>window << 4), f32x4.splat(1 / <f32>inside))
  }
  return rows
}

@inline
function windowSum(first: usize, third: v128): v128 {
  return f32x4.add(f32x4.add(v128.load(first), v128.load(first, 16)), v128.and(v128.load(first, 32), third))
}

/** a share (sum of the window) + b for each window of a row, windows `step` bytes apart. */
export function windowMeans(
  first: usize, step: usize, third: v128, shares: usize, a: v128, b: v128, to: usize, windows: i32
): void {
  const end = to + (<usize>windows << 4)
  for (; to + 32 <= end; to += 32, shares += 32) {
    v128.store(to, multiplyAdd(b, f32x4.mul(windowSum(first, third), v128.load(shares)), a))
    first += step
    v128.store(to, multiplyAdd(b, f32x4.mul(windowSum(first, third), v128.load(shares, 16)), a), 16)
    first += step
  }
  if (to < end) v128.store(to, multiplyAdd(b, f32x4.mul(windowSum(first, third), v128.load(shares)), a))
}

/** destination = or += the sum of the window that begins at each pixel of a row. */
export function putWindowSums(first: usize, third: v128, destination: usize, width: i32, accumulate: i32): void {
  const end = destination + (<usize>width << 4)
  if (accumulate == 0) {
    for (; destination + 64 <= end; destination += 64, first += 64) {
      v128.store(destination, windowSum(first, third))
      v128.store(destination, windowSum(first + 16, third), 16)
      v128.store(destination, windowSum(first + 32, third), 32)
      v128.store(destination, windowSum(first + 48, third), 48)
    }
    for (; destination < end; destination += 16, first += 16) v128.store(destination, windowSum(first, third))
    return
  }
  for (; destination + 64 <= end; destination += 64, first += 64) {
    v128.store(destination, f32x4.add(v128.load(destination), windowSum(first, third)))
    v128.store(destination, f32x4.add(v128.load(destination, 16), windowSum(first + 16, third)), 16)
    v128.store(destination, f32x4.add(v128.load(destination, 32), windowSum(first + 32, third)), 32)
    v128.store(destination, f32x4.add(v128.load(destination, 48), windowSum(first + 48, third)), 48)
  }
  for (; destination < end; destination += 16, first += 16) {
    v128.store(destination, f32x4.add(v128.load(destination), windowSum(first, third)))
  }
}
