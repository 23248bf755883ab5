import { Record, Slice } from "./record"
import { multiplyAdd } from "./vector"

function writeScaled(x: usize, scale: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64) {
    v128.store(to, f32x4.mul(v128.load(x), scale))
    v128.store(to, f32x4.mul(v128.load(x, 16), scale), 16)
    v128.store(to, f32x4.mul(v128.load(x, 32), scale), 32)
    v128.store(to, f32x4.mul(v128.load(x, 48), scale), 48)
  }
  for (; to < end; to += 16, x += 16) v128.store(to, f32x4.mul(v128.load(x), scale))
}

function addScaled(x: usize, scale: v128, to: usize, end: usize): void {
  for (; to + 64 <= end; to += 64, x += 64) {
    v128.store(to, multiplyAdd(v128.load(to), v128.load(x), scale))
    v128.store(to, multiplyAdd(v128.load(to, 16), v128.load(x, 16), scale), 16)
    v128.store(to, multiplyAdd(v128.load(to, 32), v128.load(x, 32), scale), 32)
    v128.store(to, multiplyAdd(v128.load(to, 48), v128.load(x, 48), scale), 48)
  }
  for (; to < end; to += 16, x += 16) v128.store(to, multiplyAdd(v128.load(to), v128.load(x), scale))
}

/** The skip connection's backward pass: inputGradient = or += scale gradient. */
export function scaledCopy(r: Record, s: Slice): void {
  const scale = f32x4.splat(reinterpret<f32>(r.extra1))
  const bytes = <usize>(r.channels * r.height * r.width) << 2
  for (let image = s.first; image < s.end; image++) {
    const gradient = r.gradient + <usize>image * <usize>r.gradientStride
    const to = r.inputGradient + <usize>image * <usize>r.inputGradientStride
    if (r.accumulate == 0) writeScaled(gradient, scale, to, to + bytes)
    else addScaled(gradient, scale, to, to + bytes)
  }
}
