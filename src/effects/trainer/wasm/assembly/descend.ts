import { Parameter } from "./parameter"
import { Record, Slice } from "./record"

/** What the gradient is multiplied by, so that its norm over all parameters is at most `clip`. */
function clipFactor(r: Record, s: Slice): f32 {
  let squares: f64 = 0
  let at = <usize>r.extra1
  for (let index = 0; index < s.count; index++, at += <usize>s.arenaBytes) squares += load<f64>(at)
  const clip = <f64>reinterpret<f32>(r.extra2)
  return <f32>min<f64>(1, clip / (sqrt<f64>(squares) + 1e-6))
}

/** Stochastic gradient descent with momentum and decay, every eighth parameter from the slice's own on. */
export function descend(r: Record, s: Slice): void {
  const factor = f32x4.splat(clipFactor(r, s)), rate = f32x4.splat(reinterpret<f32>(r.dilation))
  const kept = f32x4.splat(reinterpret<f32>(r.stride)), decay = f32x4.splat(reinterpret<f32>(r.padding))
  for (let index = s.index; index < r.kernel; index += s.count) {
    const parameter = changetype<Parameter>(r.input + <usize>index * offsetof<Parameter>())
    let weights = parameter.weights, gradient = parameter.gradient, momentum = parameter.momentum
    for (const end = weights + (<usize>parameter.length << 2); weights < end; weights += 16) {
      const w = v128.load(weights)
      const g = f32x4.add(f32x4.mul(v128.load(gradient), factor), f32x4.mul(decay, w))
      const m = f32x4.add(f32x4.mul(kept, v128.load(momentum)), g)
      v128.store(momentum, m)
      v128.store(weights, f32x4.sub(w, f32x4.mul(rate, m)))
      gradient += 16
      momentum += 16
    }
  }
}
