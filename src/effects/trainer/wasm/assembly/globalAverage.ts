import { multiplyAdd, zero } from "./vector"

/** max(floor, a x + b) */
@inline
function value(x: v128, a: v128, b: v128, floor: v128): v128 {
  return f32x4.pmax(multiplyAdd(b, x, a), floor)
}

/** The mean over all pixels of max(floor, a x + b), for each channel of one image. */
export function globalAverage(x: usize, affine: usize, channels: i32, pixels: i32, floor: v128, to: usize): void {
  const channelBytes = <usize>channels << 2, bytes = <usize>pixels << 4, share = f32x4.splat(1 / <f32>pixels)
  for (const last = affine + channelBytes; affine < last; affine += 16, to += 16) {
    const a = v128.load(affine), b = v128.load(affine + channelBytes), end = x + bytes
    let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero()
    for (; x + 64 <= end; x += 64) {
      s0 = f32x4.add(s0, value(v128.load(x), a, b, floor))
      s1 = f32x4.add(s1, value(v128.load(x, 16), a, b, floor))
      s2 = f32x4.add(s2, value(v128.load(x, 32), a, b, floor))
      s3 = f32x4.add(s3, value(v128.load(x, 48), a, b, floor))
    }
    for (; x < end; x += 16) s0 = f32x4.add(s0, value(v128.load(x), a, b, floor))
    v128.store(to, f32x4.mul(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), share))
  }
}

/** To each pixel its share of the gradient by the mean, 0 where a x + b is not above the floor. */
export function globalAverageBackward(
  x: usize, affine: usize, channels: i32, pixels: i32, floor: v128, gradient: usize, to: usize
): void {
  const channelBytes = <usize>channels << 2, bytes = <usize>pixels << 4, share = f32x4.splat(1 / <f32>pixels)
  for (const last = affine + channelBytes; affine < last; affine += 16, gradient += 16) {
    const a = v128.load(affine), b = v128.load(affine + channelBytes), part = f32x4.mul(v128.load(gradient), share)
    for (const end = x + bytes; x < end; x += 16, to += 16) {
      v128.store(to, v128.and(part, f32x4.gt(multiplyAdd(b, v128.load(x), a), floor)))
    }
  }
}
