import { anyRows, canSlide, slidingRows } from "./depthwiseRows"
import { Adjacent, EverySecond } from "./pixelStep"

/**
 * Depthwise convolution of one padded plane of four channels: stride 1 or 2, any kernel and dilation.
 * `source` is the first pixel of the padding; `weights` are `[taps][4]`; `height` and `width` are those of the output.
 */
export function depthwise(
  source: usize, sourceRow: usize, weights: usize, kernel: i32, dilation: i32, stride: i32,
  height: i32, width: i32, destination: usize, destinationRow: usize
): void {
  const tap = <usize>dilation << 4, tapRow = <usize>dilation * sourceRow
  if (stride == 1) {
    if (dilation == 1 && canSlide(kernel, kernel, width)) {
      slidingRows<Adjacent, Adjacent>(
        source, sourceRow, tapRow, weights, kernel, height, width, destination, destinationRow
      )
    } else if (dilation == 2 && canSlide(kernel, kernel, width >> 1)) {
      // outputs in even columns read even columns only, those in odd columns odd ones
      slidingRows<EverySecond, EverySecond>(
        source, sourceRow, tapRow, weights, kernel, height, (width + 1) >> 1, destination, destinationRow
      )
      slidingRows<EverySecond, EverySecond>(
        source + 16, sourceRow, tapRow, weights, kernel, height, width >> 1, destination + 16, destinationRow
      )
    } else {
      anyRows<Adjacent, Adjacent>(
        source, sourceRow, tapRow, tap, weights, kernel, kernel, height, width, destination, destinationRow
      )
    }
  } else if (dilation == 2 && canSlide(kernel, kernel, width)) {
    slidingRows<EverySecond, Adjacent>(
      source, 2 * sourceRow, tapRow, weights, kernel, height, width, destination, destinationRow
    )
  } else {
    anyRows<EverySecond, Adjacent>(
      source, 2 * sourceRow, tapRow, tap, weights, kernel, kernel, height, width, destination, destinationRow
    )
  }
}
