import { addToEverySecond, readEverySecond } from "./everySecondPixel"
import { addProducts } from "./moments"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { pointwiseFilterGradient } from "./pointwiseFilterGradient"
import { rawGradient } from "./rawGradient"
import { Record, Slice } from "./record"
import { stripRows } from "./strip"
import { fill, planeGap } from "./vector"

/**
 * Backward pass of `factorised`, strip by strip of rows.
 *
 * Scratch: strips of the pixels that a half reads and of their gradient, of the output's raw gradient; two tables.
 */
export function factorisedBackward(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, halfQuads = outputQuads >> 1
  const height = r.outputHeight, width = r.outputWidth, half = r.outputChannels >> 1
  const row = <usize>width << 4, inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>height * row
  const lines = stripRows(max(quads, outputQuads), width), stripPlane = <usize>lines * row + planeGap
  const read = s.scratch
  const readGradient = read + <usize>quads * stripPlane
  const raw = readGradient + <usize>quads * stripPlane
  const readTable = raw + <usize>outputQuads * stripPlane, rawTable = readTable + (<usize>quads << 2)
  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4), coefficients = r.coefficients + s.arena
  const block = <usize>(r.channels * half) << 2, pointwiseGradient = r.pointwiseGradient + s.arena
  const sums = r.sums + s.arena
  fill(pointwiseGradient, 2 * block, 0)
  if (r.sums) fill(sums, <usize>quads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const y = r.output + <usize>image * <usize>r.outputStride, g = r.gradient + <usize>image * <usize>r.gradientStride
    const dx = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    if (!r.accumulate) fill(dx, <usize>quads * inputPlane, 0)
    for (let h = 0; h < height; h += lines) {
      const rows = min(lines, height - h), at = <usize>h * row, plane = <usize>rows * row + planeGap
      rawGradient(g + at, y + at, outputPlane, coefficients, outputQuads, rows * width, raw, planeGap)
      planeTable(readTable, quads, plane)
      planeTable(rawTable, halfQuads, plane)
      for (let odd = 0; odd < 2; odd++) {
        const halfRaw = raw + <usize>(odd * halfQuads) * plane
        for (let c: usize = 0; c < <usize>quads; c++) {
          const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4))
          readEverySecond(x + c * inputPlane, r.height, r.width, odd, h, rows, width, a, b, read + c * plane)
        }
        pointwiseFilterGradient(
          read, 1, 0, readTable, quads, halfRaw, 0, plane, half, 1, rows * width, pointwiseGradient + <usize>odd * block
        )
        pointwiseConvolution(
          halfRaw, 1, 0, rawTable, halfQuads, r.pointwiseTransposed + <usize>odd * block, r.channels,
          1, rows * width, readGradient, 1, 0, plane
        )
        for (let c: usize = 0; c < <usize>quads; c++)
          addToEverySecond(readGradient + c * plane, read + c * plane, r.height, r.width, odd, h, rows, width, dx + c * inputPlane)
      }
    }
    if (r.sums) addProducts(dx, x, quads, r.height * r.width, sums)
  }
}
