/**
 * The line through points, x `[n]` rising and y `[n]`, at `at`: straight between two points, level before the first
 * and behind the last one. n from 1 on.
 */
export const interpolated = (x: Float64Array, y: Float64Array, at: number): number => {
  let low = 0
  let high = x.length - 1
  if (!(at > x[low])) return y[low]
  if (at >= x[high]) return y[high]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (x[middle] <= at) low = middle
    else high = middle
  }
  return y[low] + ((at - x[low]) / (x[high] - x[low])) * (y[high] - y[low])
}
