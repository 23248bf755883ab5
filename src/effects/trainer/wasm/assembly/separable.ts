import { depthwise } from "./depthwise"
import { addMoments } from "./moments"
import { copyPaddedPlane, fillBorder, paddedPlane, paddedRow } from "./padded"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { readPlanesAhead } from "./readAhead"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/**
 * relu(affine(input)), depthwise convolution, pointwise convolution, sums of the output.
 *
 * Scratch: one padded plane of the input, which stays in the first cache between the copy and the depthwise
 * convolution; all planes after the depthwise convolution; their table.
 */
export function separable(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, pixels = r.outputHeight * r.outputWidth
  const row = paddedRow(r.width, r.padding), inputPlane = <usize>(r.height * r.width) << 4
  const outputPlane = <usize>pixels << 4, middlePlane = outputPlane + planeGap
  const weightsPlane = <usize>(r.kernel * r.kernel) << 4
  const padded = s.scratch
  const middle = padded + paddedPlane(r.height, r.width, r.padding)
  const table = middle + <usize>quads * middlePlane
  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4), sums = r.sums + s.arena
  fillBorder(padded, 1, r.height, r.width, r.padding, 0)
  planeTable(table, quads, middlePlane)
  if (r.sums) fill(sums, <usize>outputQuads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride, y = r.output + <usize>image * <usize>r.outputStride
    for (let c: usize = 0; c < <usize>quads; c++) {
      readPlanesAhead(x, c, quads, inputPlane)
      const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4))
      copyPaddedPlane(x + c * inputPlane, r.height, r.width, r.padding, a, b, 0, padded)
      depthwise(
        padded, row, r.depthwise + c * weightsPlane, r.kernel, r.dilation, r.stride,
        r.outputHeight, r.outputWidth, middle + c * middlePlane, <usize>r.outputWidth << 4
      )
    }
    pointwiseConvolution(middle, 1, 0, table, quads, r.pointwise, r.outputChannels, 1, pixels, y, 0, outputPlane)
    if (r.sums) addMoments(y, outputQuads, pixels, sums)
  }
}
