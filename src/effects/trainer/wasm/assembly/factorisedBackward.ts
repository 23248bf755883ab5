import { addToEverySecond, readEverySecond } from "./everySecondPixel"
import { addPlaneProducts } from "./moments"
import { planeTable, pointwiseConvolution } from "./pointwiseConvolution"
import { pointwiseFilterGradient } from "./pointwiseFilterGradient"
import { rawGradient } from "./rawGradient"
import { readPlanesAhead } from "./readAhead"
import { Record, Slice } from "./record"
import { fill, planeGap } from "./vector"

/**
 * Backward pass of `factorised`. The input's gradient is made and put away eight channels at a time.
 *
 * Scratch: all planes of the pixels that each half reads and of the output's raw gradient; of each half's gradient by
 * its pixels two planes; two tables.
 */
export function factorisedBackward(r: Record, s: Slice): void {
  const quads = r.channels >> 2, outputQuads = r.outputChannels >> 2, halfQuads = outputQuads >> 1
  const height = r.outputHeight, width = r.outputWidth, half = r.outputChannels >> 1, pixels = height * width
  const inputPlane = <usize>(r.height * r.width) << 4, outputPlane = <usize>pixels << 4, plane = outputPlane + planeGap
  const even = s.scratch
  const odd = even + <usize>quads * plane
  const evenRaw = odd + <usize>quads * plane, oddRaw = evenRaw + <usize>halfQuads * plane
  const evenGradient = oddRaw + <usize>halfQuads * plane, oddGradient = evenGradient + 2 * plane
  const readTable = oddGradient + 2 * plane, rawTable = readTable + (<usize>quads << 2)
  const affine = r.inputAffine + s.arena, offsets = affine + (<usize>quads << 4)
  const block = <usize>(r.channels * half) << 2
  const evenWeights = r.pointwiseGradient + s.arena, oddWeights = evenWeights + block
  const sums = r.sums + s.arena, products = sums + (<usize>quads << 5)
  planeTable(readTable, quads, plane)
  planeTable(rawTable, halfQuads, plane)
  fill(evenWeights, 2 * block, 0)
  if (r.sums) fill(sums, <usize>quads << 6, 0)
  for (let image = s.first; image < s.end; image++) {
    const x = r.input + <usize>image * <usize>r.inputStride
    const y = r.output + <usize>image * <usize>r.outputStride, g = r.gradient + <usize>image * <usize>r.gradientStride
    const dx = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    for (let c: usize = 0; c < <usize>quads; c++) {
      readPlanesAhead(x, c, quads, inputPlane)
      const a = v128.load(affine + (c << 4)), b = v128.load(offsets + (c << 4)), from = x + c * inputPlane
      readEverySecond(from, r.height, r.width, 0, height, width, a, b, even + c * plane)
      readEverySecond(from, r.height, r.width, 1, height, width, a, b, odd + c * plane)
    }
    rawGradient(g, y, outputPlane, r.coefficients + s.arena, outputQuads, pixels, evenRaw, planeGap)
    pointwiseFilterGradient(even, 1, 0, readTable, quads, evenRaw, 0, plane, half, 1, pixels, evenWeights)
    pointwiseFilterGradient(odd, 1, 0, readTable, quads, oddRaw, 0, plane, half, 1, pixels, oddWeights)
    for (let first = 0; first < quads; first += 2) {
      const count = min(2, quads - first), weights = r.pointwiseTransposed + (<usize>(first * half) << 4)
      pointwiseConvolution(
        evenRaw, 1, 0, rawTable, halfQuads, weights, count << 2, 1, pixels, evenGradient, 0, plane
      )
      pointwiseConvolution(
        oddRaw, 1, 0, rawTable, halfQuads, weights + block, count << 2, 1, pixels, oddGradient, 0, plane
      )
      for (let k: usize = 0; k < <usize>count; k++) {
        const c = <usize>first + k, to = dx + c * inputPlane
        if (r.accumulate) readPlanesAhead(dx, c, quads, inputPlane)
        else fill(to, inputPlane, 0)
        addToEverySecond(evenGradient + k * plane, even + c * plane, r.height, r.width, 0, height, width, to)
        addToEverySecond(oddGradient + k * plane, odd + c * plane, r.height, r.width, 1, height, width, to)
        if (r.sums) addPlaneProducts(to, x + c * inputPlane, r.height * r.width, sums + (c << 5), products + (c << 5))
      }
    }
  }
}
