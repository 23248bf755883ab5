import { anyTapsGradient } from "./anyTapsGradient"
import { fiveTapsGradient, fiveTapsStridedGradient } from "./fiveTapsGradient"
import { Adjacent, EverySecond } from "./pixelStep"
import { threeTapsGradient, threeTapsStridedGradient } from "./threeTapsGradient"

/**
 * result `[taps][4]` += sum over the outputs of input x gradient, one plane of four channels. `source`: the
 * first pixel of the padding, as in `depthwise`; `gradient`: that of output (0, 0); `height`, `width`: those of the
 * output.
 */
export function depthwiseFilterGradient(
  source: usize, sourceRow: usize, gradient: usize, gradientRow: usize, kernel: i32, dilation: i32, stride: i32,
  height: i32, width: i32, result: usize
): void {
  const row = <usize>dilation * sourceRow, tap = <usize>dilation << 4, next = <usize>stride * sourceRow
  const slides = kernel == 3 || kernel == 5
  if (slides && dilation == 1 && stride == 1) {
    if (kernel == 3) threeTapsGradient<Adjacent, Adjacent>(source, next, row, gradient, gradientRow, height, width, result)
    else fiveTapsGradient<Adjacent, Adjacent>(source, next, row, gradient, gradientRow, height, width, result)
  } else if (slides && dilation == 2 && stride == 2) {
    if (kernel == 3) threeTapsGradient<EverySecond, Adjacent>(source, next, row, gradient, gradientRow, height, width, result)
    else fiveTapsGradient<EverySecond, Adjacent>(source, next, row, gradient, gradientRow, height, width, result)
  } else if (slides && dilation == 2 && stride == 1) {
    // outputs in even columns meet even columns only, those in odd columns odd ones
    const even = (width + 1) >> 1, odd = width >> 1
    if (kernel == 3) {
      threeTapsGradient<EverySecond, EverySecond>(
        source, next, row, gradient, gradientRow, height, even, result
      )
      threeTapsGradient<EverySecond, EverySecond>(
        source + 16, next, row, gradient + 16, gradientRow, height, odd, result
      )
    } else {
      fiveTapsGradient<EverySecond, EverySecond>(
        source, next, row, gradient, gradientRow, height, even, result
      )
      fiveTapsGradient<EverySecond, EverySecond>(
        source + 16, next, row, gradient + 16, gradientRow, height, odd, result
      )
    }
  } else if (slides && dilation == 1) {
    if (kernel == 3) threeTapsStridedGradient(source, next, row, gradient, gradientRow, height, width, result)
    else fiveTapsStridedGradient(source, next, row, gradient, gradientRow, height, width, result)
  } else if (
    stride == 1) anyTapsGradient<Adjacent>(source, next, row, tap, kernel, gradient, gradientRow, height, width,
    result
  )
  else anyTapsGradient<EverySecond>(source, next, row, tap, kernel, gradient, gradientRow, height, width, result)
}
