import { putInputGradient } from "./inputGradient"
import { copyPadded } from "./padded"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { pointwiseFilterGradient } from "./pointwiseFilterGradient"
import { rawGradient } from "./rawGradient"
import { readPlanesAhead } from "./readAhead"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/**
 * Backward pass of `pointwise`. The input's gradient is made and put away eight channels at a time.
 *
 * Scratch: all planes of the input and of the output's raw gradient, two of the input's gradient; two tables.
 */
export function pointwiseBackward(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, pixels = r.height * r.width
  const plane = <usize>pixels << 4, readPlane = plane + planeGap, floor: f32 = r.relu ? 0 : -Infinity
  const read = s.scratch
  const raw = read + <usize>quads * readPlane
  const readGradient = raw + <usize>outputQuads * readPlane
  const readTable = readGradient + 2 * readPlane, rawTable = readTable + (<usize>quads << 2)
  const pointwiseGradient = r.pointwiseGradient + s.arena
  const sums = r.sums + s.arena, products = sums + (<usize>quads << 5)
  planeTable(readTable, quads, readPlane)
  planeTable(rawTable, outputQuads, readPlane)
  fill(pointwiseGradient, <usize>(r.channels * r.outputChannels) << 2, 0)
  if (r.sums) fill(sums, <usize>quads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const y = r.output + <usize>image * <usize>r.outputStride, g = r.gradient + <usize>image * <usize>r.gradientStride
    const dx = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    copyPadded(x, quads, r.height, r.width, 0, r.inputAffine + s.arena, floor, read)
    rawGradient(g, y, plane, r.coefficients + s.arena, outputQuads, pixels, raw, planeGap)
    pointwiseFilterGradient(
      read, 1, 0, readTable, quads, raw, 0, readPlane, r.outputChannels, 1, pixels, pointwiseGradient
    )
    for (let first = 0; first < quads; first += 2) {
      const count = min(2, quads - first), weights = r.pointwiseTransposed + (<usize>(first * r.outputChannels) << 4)
      pointwiseConvolution(
        raw, 1, 0, rawTable, outputQuads, weights, count << 2, 1, pixels, readGradient, 0, readPlane
      )
      for (let k = 0; k < count; k++) {
        const c: usize = first + k, at = c * plane
        if (r.accumulate) readPlanesAhead(dx, c, quads, plane)
        putInputGradient(
          readGradient + <usize>k * readPlane, read + c * readPlane, 0, 1, pixels, r.relu, r.accumulate, dx + at,
          x + at, r.sums ? sums + (c << 5) : 0, products + (c << 5)
        )
      }
    }
  }
}
