import { readEverySecond } from "./everySecondPixel"
import { addMoments } from "./moments"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { Record, Slice } from "./record"
import { stripRows } from "./strip"
import { fill, planeGap } from "./vector"

/**
 * Factorised reduction: relu(affine(input)) at pixels (0, 0), (0, 2), ... by the first block of weights, at pixels (1, 1),
 * (1, 3), ... by the second one, to the first and second half of the output's channels; sums. Strip by strip of rows.
 *
 * Scratch: a strip of the pixels that a half reads; the table of its planes.
 */
export function factorised(r: Record, s: Slice): void {
  const quads = r.channels >> 2, height = r.outputHeight, width = r.outputWidth, half = r.outputChannels >> 1
  const row = <usize>width << 4, inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>height * row
  const lines = stripRows(quads, width)
  const read = s.scratch
  const table = read + <usize>quads * (<usize>lines * row + planeGap)
  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4), sums = r.sums + s.arena
  if (r.sums) fill(sums, <usize>r.outputChannels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride, y = r.output + <usize>image * <usize>r.outputStride
    for (let h = 0; h < height; h += lines) {
      const rows = min(lines, height - h), plane = <usize>rows * row + planeGap
      planeTable(table, quads, plane)
      for (let odd = 0; odd < 2; odd++) {
        for (let c: usize = 0; c < <usize>quads; c++) {
          const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4))
          readEverySecond(x + c * inputPlane, r.height, r.width, odd, h, rows, width, a, b, read + c * plane)
        }
        const weights = r.pointwise + (<usize>(odd * r.channels * half) << 2)
        const to = y + <usize>(odd * (half >> 2)) * outputPlane + <usize>h * row
        pointwiseConvolution(read, 1, 0, table, quads, weights, half, 1, rows * width, to, 1, 0, outputPlane)
      }
    }
    if (r.sums) addMoments(y, r.outputChannels >> 2, height * width, sums)
  }
}
