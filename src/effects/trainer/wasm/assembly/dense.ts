import { addMoments } from "./moments"
import { copyPadded, fillBorder, paddedPlane, paddedRow } from "./padded"
import { pointwiseConvolution } from "./pointwiseConvolution"
import { Record, Slice } from "./record"
import { fill } from "./vector"
import { windowTable } from "./windowTable"

/**
 * relu(affine(input)) if `relu`, else affine(input); dense convolution, sums of the output. It is a pointwise
 * convolution of as many inputs as taps x channels, each a shifted view of the padded map.
 *
 * Scratch: the padded input, the table of taps and planes.
 */
export function dense(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, height = r.outputHeight, width = r.outputWidth
  const row = paddedRow(r.width, r.padding), plane = paddedPlane(r.height, r.width, r.padding)
  const outputRow = <usize>width << 4, inputs = r.kernel * r.kernel * quads, floor: f32 = r.relu ? 0 : -Infinity
  const read = s.scratch, table = read + <usize>quads * plane, sums = r.sums + s.arena
  fillBorder(read, quads, r.height, r.width, r.padding, 0)
  windowTable(table, r.kernel, r.dilation, row, quads, plane)
  if (r.sums) fill(sums, <usize>outputQuads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride, y = r.output + <usize>image * <usize>r.outputStride
    copyPadded(x, quads, r.height, r.width, r.padding, r.inputAffine + s.arena, floor, read)
    pointwiseConvolution(
      read, r.stride, <usize>r.stride * row, table, inputs, r.pointwise, r.outputChannels, height, width,
      y, outputRow, <usize>height * outputRow
    )
    if (r.sums) addMoments(y, outputQuads, height * width, sums)
  }
}
