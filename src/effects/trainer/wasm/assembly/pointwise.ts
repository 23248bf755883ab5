import { addMoments } from "./moments"
import { copyPadded } from "./padded"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/**
 * relu(affine(input)) if `relu`, else affine(input); 1x1 convolution, sums of the output. The input is read in one
 * go: a stream over whole planes is twice as fast as one that jumps from plane to plane, and the copy stays in the
 * second cache.
 *
 * Scratch: all planes of the input, their table.
 */
export function pointwise(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, pixels = r.height * r.width
  const plane = <usize>pixels << 4, readPlane = plane + planeGap, floor: f32 = r.relu ? 0 : -Infinity
  const read = s.scratch, table = read + <usize>quads * readPlane, sums = r.sums + s.arena
  planeTable(table, quads, readPlane)
  if (r.sums) fill(sums, <usize>outputQuads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride, y = r.output + <usize>image * <usize>r.outputStride
    copyPadded(x, quads, r.height, r.width, 0, r.inputAffine + s.arena, floor, read)
    pointwiseConvolution(read, 1, 0, table, quads, r.pointwise, r.outputChannels, 1, pixels, y, 0, plane)
    if (r.sums) addMoments(y, outputQuads, pixels, sums)
  }
}
