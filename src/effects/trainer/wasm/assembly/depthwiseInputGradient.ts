import { depthwise } from "./depthwise"
import { anyRows, canSlide, slidingRows } from "./depthwiseRows"
import { Adjacent, EverySecond } from "./pixelStep"
import { zero } from "./vector"

/** Taps of a turned window (one axis) that meet inputs of one parity at stride 2, and where the first of them lies. */
@inline
function firstTap(parity: i32, padding: i32, dilation: i32): i32 {
  return dilation == 1 ? (parity + padding) & 1 : 0
}
@inline
function tapCount(parity: i32, padding: i32, dilation: i32, kernel: i32): i32 {
  return dilation == 1 ? (kernel - firstTap(parity, padding, 1) + 1) >> 1 : (parity + padding) & 1 ? 0 : kernel
}

/** Padding that the gradient's plane needs on each side. */
export function gradientPadding(kernel: i32, dilation: i32, stride: i32): i32 {
  return stride == 1 ? (dilation * (kernel - 1)) >> 1 : (kernel - 1) >> 1
}

/**
 * Input gradient of a depthwise convolution, four channels, `rows` rows from `firstRow` (even) on, into a contiguous
 * `[rows][width][4]`.
 *
 * `gradient` is the output's gradient in a plane with a border of zeros `gradientPadding` wide. At stride 1 this is
 * the convolution with the turned window. At stride 2 an input meets only the taps of its own parity, so each of the
 * four kinds of inputs (even or odd row, even or odd column) is a convolution at stride 1 with a part of the window,
 * whose weights are gathered into `part` (kernel * kernel * 16 bytes): no product with the zeros between strided
 * outputs is made.
 */
export function depthwiseInputGradient(
  gradient: usize, gradientRow: usize, turned: usize, kernel: i32, dilation: i32, stride: i32,
  firstRow: i32, rows: i32, width: i32, destination: usize, part: usize
): void {
  const row = <usize>width << 4
  if (stride == 1) {
    depthwise(
      gradient + <usize>firstRow * gradientRow, gradientRow, turned, kernel, dilation, 1, rows, width, destination,
      row
    )
    return
  }
  const padding = (dilation * (kernel - 1)) >> 1, border = (kernel - 1) >> 1, between = dilation == 1 ? 2 : 1
  for (let odd = 0; odd < 2; odd++) for (let right = 0; right < 2; right++) {
    const tapRows = tapCount(odd, padding, dilation, kernel), tapColumns = tapCount(right, padding, dilation, kernel)
    const high = (rows - odd + 1) >> 1, wide = (width - right + 1) >> 1
    let d = destination + <usize>odd * row + (<usize>right << 4)
    if (tapRows == 0 || tapColumns == 0) {
      for (let h = 0; h < high; h++, d += 2 * row)
        for (let x: usize = 0; x < <usize>wide; x++) v128.store(d + (x << 5), zero())
      continue
    }
    const top = firstTap(odd, padding, dilation), left = firstTap(right, padding, dilation)
    let p = part
    for (let kh = 0; kh < tapRows; kh++) for (let kw = 0; kw < tapColumns; kw++, p += 16)
      v128.store(p, v128.load(turned + (<usize>((top + between * kh) * kernel + left + between * kw) << 4)))
    const y = (firstRow >> 1) + border + ((odd - padding + top * dilation) >> 1)
    const x = border + ((right - padding + left * dilation) >> 1)
    const q = gradient + <usize>y * gradientRow + (<usize>x << 4)
    if (canSlide(tapRows, tapColumns, wide)) {
      slidingRows<Adjacent, EverySecond>(q, gradientRow, gradientRow, part, tapRows, high, wide, d, 2 * row)
    } else {
      anyRows<Adjacent, EverySecond>(
        q, gradientRow, gradientRow, 16, part, tapRows, tapColumns, high, wide, d, 2 * row
      )
    }
  }
}
