import { Parameter } from "./parameter"
import { Record, Slice } from "./record"

/** Squares of the lower two and the upper two of four float32 numbers, in float64. */
@inline
function lowSquares(v: v128): v128 {
  const low = f64x2.promote_low_f32x4(v)
  return f64x2.mul(low, low)
}

@inline
function highSquares(v: v128): v128 {
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15))
  return f64x2.mul(high, high)
}

/** Adds up one parameter's gradients of all slices in their order, into the first's. Gives the sum of their squares. */
function addSlices(gradient: usize, length: i32, s: Slice): f64 {
  const slice = <usize>s.arenaBytes, end = gradient + (<usize>length << 2)
  let low = f64x2.splat(0), high = f64x2.splat(0)
  for (; gradient + 64 <= end; gradient += 64) {
    let v0 = v128.load(gradient), v1 = v128.load(gradient, 16)
    let v2 = v128.load(gradient, 32), v3 = v128.load(gradient, 48)
    let at = gradient
    for (let index = 1; index < s.count; index++) {
      at += slice
      v0 = f32x4.add(v0, v128.load(at))
      v1 = f32x4.add(v1, v128.load(at, 16))
      v2 = f32x4.add(v2, v128.load(at, 32))
      v3 = f32x4.add(v3, v128.load(at, 48))
    }
    v128.store(gradient, v0)
    v128.store(gradient, v1, 16)
    v128.store(gradient, v2, 32)
    v128.store(gradient, v3, 48)
    low = f64x2.add(
      low, f64x2.add(f64x2.add(lowSquares(v0), lowSquares(v1)), f64x2.add(lowSquares(v2), lowSquares(v3)))
    )
    high = f64x2.add(
      high, f64x2.add(f64x2.add(highSquares(v0), highSquares(v1)), f64x2.add(highSquares(v2), highSquares(v3)))
    )
  }
  for (; gradient < end; gradient += 16) {
    let v = v128.load(gradient), at = gradient
    for (let index = 1; index < s.count; index++) {
      at += slice
      v = f32x4.add(v, v128.load(at))
    }
    v128.store(gradient, v)
    low = f64x2.add(low, lowSquares(v))
    high = f64x2.add(high, highSquares(v))
  }
  const both = f64x2.add(low, high)
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1)
}

/** Every eighth parameter, from the slice's own on. */
export function gradientNorm(r: Record, s: Slice): void {
  let squares: f64 = 0
  for (let index = s.index; index < r.kernel; index += s.count) {
    const parameter = changetype<Parameter>(r.input + <usize>index * offsetof<Parameter>())
    squares += addSlices(parameter.gradient, parameter.length, s)
  }
  store<f64>(<usize>r.extra1 + s.arena, squares)
}
