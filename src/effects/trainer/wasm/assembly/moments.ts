import { multiplyAdd, zero } from "./vector"

/** sums[lane] += v[lane], f64 */
@inline
export function addLanes(sums: usize, v: v128): void {
  store<f64>(sums, load<f64>(sums) + <f64>f32x4.extract_lane(v, 0))
  store<f64>(sums, load<f64>(sums, 8) + <f64>f32x4.extract_lane(v, 1), 8)
  store<f64>(sums, load<f64>(sums, 16) + <f64>f32x4.extract_lane(v, 2), 16)
  store<f64>(sums, load<f64>(sums, 24) + <f64>f32x4.extract_lane(v, 3), 24)
}

/** From sums of (y - p) and (y - p)^2 over n pixels to those of y and y^2. */
@inline
function addShifted(sum: usize, squares: usize, s: f64, q: f64, p: f64, n: f64): void {
  store<f64>(sum, load<f64>(sum) + s + n * p)
  store<f64>(squares, load<f64>(squares) + q + 2 * p * s + n * p * p)
}

/**
 * sums (f64 `[sum: channels][sum of squares: channels]`) += those of a contiguous map `[quads][pixels][4]`. Each
 * plane is summed in float32 around its first pixel, so that a variance that is small beside the mean is not lost.
 */
export function addMoments(map: usize, quads: i32, pixels: i32, sums: usize): void {
  const squares = sums + (<usize>quads << 5)
  for (let c: usize = 0; c < <usize>quads; c++) {
    const p = v128.load(map), end = map + (<usize>pixels << 4)
    let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero(), q0 = zero(), q1 = zero(), q2 = zero(), q3 = zero()
    for (; map + 64 <= end; map += 64) {
      let d = f32x4.sub(v128.load(map), p)
      s0 = f32x4.add(s0, d)
      q0 = multiplyAdd(q0, d, d)
      d = f32x4.sub(v128.load(map, 16), p)
      s1 = f32x4.add(s1, d)
      q1 = multiplyAdd(q1, d, d)
      d = f32x4.sub(v128.load(map, 32), p)
      s2 = f32x4.add(s2, d)
      q2 = multiplyAdd(q2, d, d)
      d = f32x4.sub(v128.load(map, 48), p)
      s3 = f32x4.add(s3, d)
      q3 = multiplyAdd(q3, d, d)
    }
    for (; map < end; map += 16) {
      const d = f32x4.sub(v128.load(map), p)
      s0 = f32x4.add(s0, d)
      q0 = multiplyAdd(q0, d, d)
    }
    const s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), q = f32x4.add(f32x4.add(q0, q1), f32x4.add(q2, q3))
    const o = sums + (c << 5), o2 = squares + (c << 5), n = <f64>pixels
    addShifted(o, o2, <f64>f32x4.extract_lane(s, 0), <f64>f32x4.extract_lane(q, 0), <f64>f32x4.extract_lane(p, 0), n)
    addShifted(
      o + 8, o2 + 8, <f64>f32x4.extract_lane(s, 1), <f64>f32x4.extract_lane(q, 1), <f64>f32x4.extract_lane(p, 1), n
    )
    addShifted(
      o + 16, o2 + 16, <f64>f32x4.extract_lane(s, 2), <f64>f32x4.extract_lane(q, 2), <f64>f32x4.extract_lane(p, 2),
      n
    )
    addShifted(
      o + 24, o2 + 24, <f64>f32x4.extract_lane(s, 3), <f64>f32x4.extract_lane(q, 3), <f64>f32x4.extract_lane(p, 3),
      n
    )
  }
}

/** sum[lane] += u, products[lane] += u v over one plane of each (four f64 each). */
export function addPlaneProducts(u: usize, v: usize, pixels: i32, sum: usize, products: usize): void {
  let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero(), q0 = zero(), q1 = zero(), q2 = zero(), q3 = zero()
  const end = u + (<usize>pixels << 4)
  for (; u + 64 <= end; u += 64, v += 64) {
    let x = v128.load(u)
    s0 = f32x4.add(s0, x)
    q0 = multiplyAdd(q0, x, v128.load(v))
    x = v128.load(u, 16)
    s1 = f32x4.add(s1, x)
    q1 = multiplyAdd(q1, x, v128.load(v, 16))
    x = v128.load(u, 32)
    s2 = f32x4.add(s2, x)
    q2 = multiplyAdd(q2, x, v128.load(v, 32))
    x = v128.load(u, 48)
    s3 = f32x4.add(s3, x)
    q3 = multiplyAdd(q3, x, v128.load(v, 48))
  }
  for (; u < end; u += 16, v += 16) {
    const x = v128.load(u)
    s0 = f32x4.add(s0, x)
    q0 = multiplyAdd(q0, x, v128.load(v))
  }
  addLanes(sum, f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)))
  addLanes(products, f32x4.add(f32x4.add(q0, q1), f32x4.add(q2, q3)))
}

/** sums (f64 `[sum of u: channels][sum of u v: channels]`) += those of two contiguous maps `[quads][pixels][4]`. */
export function addProducts(u: usize, v: usize, quads: i32, pixels: i32, sums: usize): void {
  const bytes = <usize>pixels << 4, products = sums + (<usize>quads << 5)
  for (let c: usize = 0; c < <usize>quads; c++, u += bytes, v += bytes)
    addPlaneProducts(u, v, pixels, sums + (c << 5), products + (c << 5))
}
