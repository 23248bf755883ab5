import { AverageRows, layOutAverage, pixelsInside, windowMeans } from "./averageWindows"
import { addMoments } from "./moments"
import { firstWindow, sumOfRows } from "./poolRows"
import { Record, Slice } from "./record"
import { fill } from "./vector"

/** Row `h` of the plane, or zeros where the map has no such row or the window ends before it. */
@inline
function rowOrZeros(plane: usize, h: i32, end: i32, bytes: usize, zeros: usize): usize {
  return h >= 0 && h < end ? plane + <usize>h * bytes : zeros
}

/** One plane: the rows of a window are summed first, then its columns. The mean of a x + b is a (mean of x) + b. */
function averagePlane(r: Record, rows: AverageRows, x: usize, a: v128, b: v128, y: usize): void {
  const bytes = <usize>r.width << 4, step = <usize>r.stride << 4, third = v128.load(rows.third)
  const first = firstWindow(rows.windowed, r.padding)
  for (let row = 0; row < r.outputHeight; row++, y += <usize>r.outputWidth << 4) {
    const top = row * r.stride - r.padding, end = min(top + r.kernel, r.height)
    sumOfRows(
      rowOrZeros(x, top, end, bytes, rows.zeros), rowOrZeros(x, top + 1, end, bytes, rows.zeros),
      rowOrZeros(x, top + 2, end, bytes, rows.zeros), rows.windowed + 16, 16, r.width
    )
    const share = f32x4.splat(1 / <f32>pixelsInside(row, r.kernel, r.stride, r.padding, r.height))
    windowMeans(first, step, third, rows.shares, f32x4.mul(a, share), b, y, r.outputWidth)
  }
}

/** The mean of affine(input) over the part of each window that lies inside the map. */
export function averagePool(r: Record, s: Slice): void {
  const rows = layOutAverage(s.scratch, r), affine = r.inputAffine + s.arena, channelBytes = <usize>r.channels << 2
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>(r.outputHeight * r.outputWidth) << 4
  const sums = r.sums + s.arena
  if (r.sums != 0) fill(sums, <usize>r.channels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    let x = r.input + <usize>image * <usize>r.inputStride
    const map = r.output + <usize>image * <usize>r.outputStride
    let y = map
    for (let at = affine, end = affine + channelBytes; at < end; at += 16, x += inputPlane, y += outputPlane) {
      averagePlane(r, rows, x, v128.load(at), v128.load(at + channelBytes), y)
    }
    if (r.sums != 0) addMoments(map, r.channels >> 2, r.outputHeight * r.outputWidth, sums)
  }
}
