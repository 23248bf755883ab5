import { Adjacent, EverySecond } from "./pixelStep"
import { putInputGradient } from "./inputGradient"
import { copyPadded, fillBorder, paddedPlane, paddedRow } from "./padded"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { pointwiseFilterGradient } from "./pointwiseFilterGradient"
import { rawGradient } from "./rawGradient"
import { Record, Slice } from "./record"
import { stripRows } from "./strip"
import { fill, planeGap } from "./vector"
import { windowTable } from "./windowTable"

/** destination += column, a row of `width` pixels that lie one `Step` apart there. */
function addRow<Step>(column: usize, width: i32, destination: usize): void {
  for (const end = column + (<usize>width << 4); column < end; column += 16, destination += offsetof<Step>())
    v128.store(destination, f32x4.add(v128.load(destination), v128.load(column)))
}

/**
 * Backward pass of `dense`. The input's gradient: strip by strip of output rows, what each tap sends back (a pointwise
 * convolution with the transposed weights), added to the padded input's gradient where the tap read.
 *
 * Scratch: the padded input and its gradient, the output's raw gradient, a strip of the taps' gradients; two tables.
 */
export function denseBackward(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, height = r.outputHeight, width = r.outputWidth
  const row = paddedRow(r.width, r.padding), plane = paddedPlane(r.height, r.width, r.padding)
  const outputRow = <usize>width << 4, outputPlane = <usize>height * outputRow, rawPlane = outputPlane + planeGap
  const inputRow = <usize>r.width << 4, inputPlane = <usize>r.height * inputRow
  const inside = <usize>r.padding * row + (<usize>r.padding << 4)
  const inputs = r.kernel * r.kernel * quads, lines = stripRows(inputs, width), floor: f32 = r.relu ? 0 : -Infinity
  const columnPlane = <usize>lines * outputRow + planeGap, step = <usize>r.stride

  const read = s.scratch
  const readGradient = read + <usize>quads * plane
  const raw = readGradient + <usize>quads * plane
  const columns = raw + <usize>outputQuads * rawPlane
  const table = columns + <usize>inputs * columnPlane, rawTable = table + (<usize>inputs << 2)

  const pointwiseGradient = r.pointwiseGradient + s.arena, sums = r.sums + s.arena
  const products = sums + (<usize>quads << 5)
  fillBorder(read, quads, r.height, r.width, r.padding, 0)
  windowTable(table, r.kernel, r.dilation, row, quads, plane)
  planeTable(rawTable, outputQuads, rawPlane)
  fill(pointwiseGradient, <usize>(inputs * r.outputChannels) << 4, 0)
  if (r.sums) fill(sums, <usize>quads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const y = r.output + <usize>image * <usize>r.outputStride, g = r.gradient + <usize>image * <usize>r.gradientStride
    copyPadded(x, quads, r.height, r.width, r.padding, r.inputAffine + s.arena, floor, read)
    rawGradient(g, y, outputPlane, r.coefficients + s.arena, outputQuads, height * width, raw, planeGap)
    pointwiseFilterGradient(
      read, r.stride, step * row, table, inputs,
      raw, outputRow, rawPlane, r.outputChannels, height, width, pointwiseGradient
    )
    if (!r.inputGradient) continue
    fill(readGradient, <usize>quads * plane, 0)
    for (let h = 0; h < height; h += lines) {
      const rows = min(lines, height - h)
      pointwiseConvolution(
        raw + <usize>h * outputRow, 1, 0, rawTable, outputQuads, r.pointwiseTransposed, inputs << 2,
        1, rows * width, columns, 0, columnPlane
      )
      for (let i: usize = 0; i < <usize>inputs; i++) {
        let column = columns + i * columnPlane, d = readGradient + load<u32>(table + (i << 2)) + step * <usize>h * row
        for (let line = 0; line < rows; line++, column += outputRow, d += step * row) {
          if (r.stride == 1) addRow<Adjacent>(column, width, d)
          else addRow<EverySecond>(column, width, d)
        }
      }
    }
    const dx = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    for (let c: usize = 0; c < <usize>quads; c++) {
      // the rows of the gradient are as long as those of the padded input: one by one
      for (let h: usize = 0; h < <usize>r.height; h++) {
        const from = c * plane + inside + h * row, to = c * inputPlane + h * inputRow
        putInputGradient(
          readGradient + from, read + from, 0, 1, r.width, r.relu, r.accumulate, dx + to,
          x + to, r.sums ? sums + (c << 5) : 0, products + (c << 5)
        )
      }
    }
  }
}
