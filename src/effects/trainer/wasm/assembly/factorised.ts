import { readEverySecond } from "./everySecondPixel"
import { addMoments } from "./moments"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { readPlanesAhead } from "./readAhead"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/**
 * Factorised reduction: relu(affine(input)) at pixels (0, 0), (0, 2), ... by the first block of weights, at pixels
 * (1, 1), (1, 3), ... by the second one, to the first and second half of the output's channels; sums.
 *
 * Scratch: all planes of the pixels that the first half reads, and of those that the second one reads; their table.
 */
export function factorised(r: Record, s: Slice): void {
  const quads = r.channels >> 2, height = r.outputHeight, width = r.outputWidth, half = r.outputChannels >> 1
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>(height * width) << 4
  const readPlane = outputPlane + planeGap, secondHalf = <usize>(half >> 2) * outputPlane
  const even = s.scratch
  const odd = even + <usize>quads * readPlane
  const table = odd + <usize>quads * readPlane
  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4), sums = r.sums + s.arena
  const oddWeights = r.pointwise + (<usize>(r.channels * half) << 2)
  planeTable(table, quads, readPlane)
  if (r.sums) fill(sums, <usize>r.outputChannels << 4, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride, y = r.output + <usize>image * <usize>r.outputStride
    for (let c: usize = 0; c < <usize>quads; c++) {
      readPlanesAhead(x, c, quads, inputPlane)
      const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4)), plane = x + c * inputPlane
      readEverySecond(plane, r.height, r.width, 0, height, width, a, b, even + c * readPlane)
      readEverySecond(plane, r.height, r.width, 1, height, width, a, b, odd + c * readPlane)
    }
    pointwiseConvolution(even, 1, 0, table, quads, r.pointwise, half, 1, height * width, y, 0, outputPlane)
    pointwiseConvolution(
      odd, 1, 0, table, quads, oddWeights, half, 1, height * width, y + secondHalf, 0, outputPlane
    )
    if (r.sums) addMoments(y, r.outputChannels >> 2, height * width, sums)
  }
}
