import { depthwise } from "./depthwise"
import { depthwiseFilterGradient } from "./depthwiseFilterGradient"
import { depthwiseInputGradient, gradientPadding } from "./depthwiseInputGradient"
import { putInputGradient } from "./inputGradient"
import { copyPaddedPlane, fillBorder, paddedPlane, paddedRow } from "./padded"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { pointwiseFilterGradient } from "./pointwiseFilterGradient"
import { rawGradient } from "./rawGradient"
import { readPlanesAhead } from "./readAhead"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/** Rows of the input whose gradient is made at a time: an even number (see `depthwiseInputGradient`). */
const blockRows: i32 = 8

/**
 * Backward pass of `separable`. The map between the two convolutions is made once more: to keep it would double the
 * memory of a step.
 *
 * Scratch: all planes of the padded input, of the map between and its padded gradient, of the output's raw
 * gradient; a block of rows of the input's gradient; a part of a window; two tables.
 */
export function separableBackward(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2
  const height = r.outputHeight, width = r.outputWidth, pixels = height * width, taps = <usize>(r.kernel * r.kernel)
  const row = paddedRow(r.width, r.padding), inputRow = <usize>r.width << 4, inputPlane = <usize>r.height * inputRow
  const readPlane = paddedPlane(r.height, r.width, r.padding), inside = <usize>r.padding * row + (<usize>r.padding << 4)
  const outputRow = <usize>width << 4, outputPlane = <usize>pixels << 4, middlePlane = outputPlane + planeGap
  const border = gradientPadding(r.kernel, r.dilation, r.stride)
  const gradientRow = paddedRow(width, border), gradientPlane = paddedPlane(height, width, border)
  const gradientInside = <usize>border * gradientRow + (<usize>border << 4)

  const read = s.scratch
  const middle = read + <usize>quads * readPlane
  const middleGradient = middle + <usize>quads * middlePlane
  const raw = middleGradient + <usize>quads * gradientPlane
  const block = raw + <usize>outputQuads * middlePlane
  const part = block + <usize>blockRows * inputRow
  const middleTable = part + (taps << 4), rawTable = middleTable + (<usize>quads << 2)

  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4)
  const coefficients = r.coefficients + s.arena
  const depthwiseGradient = r.depthwiseGradient + s.arena, pointwiseGradient = r.pointwiseGradient + s.arena
  const sums = r.sums + s.arena, products = sums + (<usize>quads << 5)
  fillBorder(read, quads, r.height, r.width, r.padding, 0)
  fillBorder(middleGradient, quads, height, width, border, 0)
  planeTable(middleTable, quads, middlePlane)
  planeTable(rawTable, outputQuads, middlePlane)
  fill(depthwiseGradient, <usize>quads * (taps << 4), 0)
  fill(pointwiseGradient, <usize>(r.channels * r.outputChannels) << 2, 0)
  if (r.sums) fill(sums, <usize>quads << 6, 0)

  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const y = r.output + <usize>image * <usize>r.outputStride, g = r.gradient + <usize>image * <usize>r.gradientStride
    const dx = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    for (let c: usize = 0; c < <usize>quads; c++) {
      readPlanesAhead(x, c, quads, inputPlane)
      const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4)), plane = read + c * readPlane
      copyPaddedPlane(x + c * inputPlane, r.height, r.width, r.padding, a, b, 0, plane)
      depthwise(
        plane, row, r.depthwise + c * (taps << 4), r.kernel, r.dilation, r.stride,
        height, width, middle + c * middlePlane, outputRow
      )
    }
    rawGradient(g, y, outputPlane, coefficients, outputQuads, pixels, raw, planeGap)
    pointwiseFilterGradient(
      middle, 1, 0, middleTable, quads, raw, 0, middlePlane, r.outputChannels, 1, pixels, pointwiseGradient
    )
    pointwiseConvolution(
      raw, 1, outputRow, rawTable, outputQuads, r.pointwiseTransposed, r.channels, height, width,
      middleGradient + gradientInside, gradientRow, gradientPlane
    )
    for (let c: usize = 0; c < <usize>quads; c++) {
      readPlanesAhead(dx, c, quads, inputPlane)
      const plane = read + c * readPlane, planeGradient = middleGradient + c * gradientPlane
      depthwiseFilterGradient(
        plane, row, planeGradient + gradientInside, gradientRow, r.kernel, r.dilation, r.stride,
        height, width, depthwiseGradient + c * (taps << 4)
      )
      for (let h = 0; h < r.height; h += blockRows) {
        const rows = min(blockRows, r.height - h), at = c * inputPlane + <usize>h * inputRow
        depthwiseInputGradient(
          planeGradient, gradientRow, r.depthwiseTurned + c * (taps << 4), r.kernel, r.dilation, r.stride,
          h, rows, r.width, block, part
        )
        putInputGradient(
          block, plane + inside + <usize>h * row, row, rows, r.width, 1, r.accumulate, dx + at,
          x + at, r.sums ? sums + (c << 5) : 0, products + (c << 5)
        )
      }
    }
  }
}
