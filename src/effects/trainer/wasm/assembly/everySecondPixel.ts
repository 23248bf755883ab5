import { multiplyAdd, zero } from "./vector"

/**
 * relu(a x + b) of every second pixel of every second row of a plane, from pixel (`first`, `first`) on: `rows` rows of
 * `width` pixels, from the output's row `firstRow` on. What lies beyond the plane's edge is 0.
 */
export function readEverySecond(
  plane: usize, planeHeight: i32, planeWidth: i32, first: i32, firstRow: i32, rows: i32, width: i32,
  a: v128, b: v128, destination: usize
): void {
  const inside = min(width, (planeWidth - first + 1) >> 1)
  for (let h = firstRow; h < firstRow + rows; h++) {
    let end = destination
    if (2 * h + first < planeHeight) {
      let x = plane + (<usize>((2 * h + first) * planeWidth + first) << 4)
      for (end += <usize>inside << 4; destination < end; destination += 16, x += 32)
        v128.store(destination, f32x4.pmax(multiplyAdd(b, v128.load(x), a), zero()))
      end += <usize>(width - inside) << 4
    } else end += <usize>width << 4
    for (; destination < end; destination += 16) v128.store(destination, zero())
  }
}

/** Adds to a plane what `readEverySecond` read from it: the gradient where the pixel read was above 0. */
export function addToEverySecond(
  gradient: usize, read: usize, planeHeight: i32, planeWidth: i32, first: i32, firstRow: i32, rows: i32, width: i32,
  plane: usize
): void {
  const inside = min(width, (planeWidth - first + 1) >> 1), beyond = <usize>(width - inside) << 4
  for (let h = firstRow; h < firstRow + rows && 2 * h + first < planeHeight; h++) {
    let d = plane + (<usize>((2 * h + first) * planeWidth + first) << 4)
    for (const end = read + (<usize>inside << 4); read < end; read += 16, gradient += 16, d += 32)
      v128.store(d, f32x4.add(v128.load(d), v128.and(v128.load(gradient), f32x4.gt(v128.load(read), zero()))))
    read += beyond
    gradient += beyond
  }
}
