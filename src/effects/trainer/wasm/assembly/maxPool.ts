import { addMoments } from "./moments"
import { affineRow, firstWindow, maximaOfRows, rowMaxima, windowedRow } from "./poolRows"
import { Record, Slice } from "./record"
import { fill } from "./vector"

/** Row `h` of a ring of as many rows as a window has. */
@inline
function ringRow(ring: usize, h: i32, kernel: i32, bytes: usize): usize {
  return ring + <usize>(h % kernel) * bytes
}

/**
 * One plane. The maximum of a window is that of the maxima of its rows, which three (or two) windows share. Where a
 * window is over the edge, the edge's row stands for the one that is missing.
 */
function maxPlane(r: Record, x: usize, a: v128, b: v128, y: usize, scratch: usize): void {
  const step = <usize>r.stride << 4, third = <usize>(r.kernel - 1) << 4
  const rowBytes = <usize>r.width << 4, windowBytes = <usize>r.outputWidth << 4
  const first = firstWindow(scratch, r.padding), ring = scratch + windowedRow(r.width)
  const bottom = r.height - 1
  let next = 0
  for (let row = 0; row < r.outputHeight; row++, y += windowBytes) {
    const top = row * r.stride - r.padding, low = min(top + r.kernel - 1, bottom)
    for (; next <= low; next++, x += rowBytes) {
      affineRow(x, r.width, a, b, scratch)
      rowMaxima(first, step, third, ringRow(ring, next, r.kernel, windowBytes), r.outputWidth)
    }
    maximaOfRows(
      ringRow(ring, max(top, 0), r.kernel, windowBytes),
      ringRow(ring, min(top + 1, bottom), r.kernel, windowBytes),
      ringRow(ring, low, r.kernel, windowBytes),
      y, r.outputWidth
    )
  }
}

/** The maximum over each window of affine(input). */
export function maxPool(r: Record, s: Slice): void {
  const affine = r.inputAffine + s.arena, channelBytes = <usize>r.channels << 2
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>(r.outputHeight * r.outputWidth) << 4
  const sums = r.sums + s.arena
  if (r.sums != 0) fill(sums, <usize>r.channels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    let x = r.input + <usize>image * <usize>r.inputStride
    const map = r.output + <usize>image * <usize>r.outputStride
    let y = map
    for (let at = affine, end = affine + channelBytes; at < end; at += 16, x += inputPlane, y += outputPlane) {
      maxPlane(r, x, v128.load(at), v128.load(at + channelBytes), y, s.scratch)
    }
    if (r.sums != 0) addMoments(map, r.channels >> 2, r.outputHeight * r.outputWidth, sums)
  }
}
