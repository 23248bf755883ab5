import { multiplyAdd, zero } from "./vector"

/**
 * relu(a x + b) of every second pixel of every second row of a plane `height` x `width`, from pixel (`first`,
 * `first`) on: `rows` rows of `columns` pixels, contiguous. What lies beyond the plane's edge is 0.
 */
export function readEverySecond(
  plane: usize, height: i32, width: i32, first: i32, rows: i32, columns: i32, a: v128, b: v128, destination: usize
): void {
  const inside = min(columns, (width - first + 1) >> 1)
  for (let h = 0; h < rows; h++) {
    let end = destination
    if (2 * h + first < height) {
      let x = plane + (<usize>((2 * h + first) * width + first) << 4)
      for (end += <usize>inside << 4; destination < end; destination += 16, x += 32)
        v128.store(destination, f32x4.pmax(multiplyAdd(b, v128.load(x), a), zero()))
      end += <usize>(columns - inside) << 4
    } else end += <usize>columns << 4
    for (; destination < end; destination += 16) v128.store(destination, zero())
  }
}

/** Adds to a plane, where `readEverySecond` read, the gradient of those pixels that were read above 0. */
export function addToEverySecond(
  gradient: usize, read: usize, height: i32, width: i32, first: i32, rows: i32, columns: i32, plane: usize
): void {
  const inside = min(columns, (width - first + 1) >> 1), beyond = <usize>(columns - inside) << 4
  for (let h = 0; h < rows && 2 * h + first < height; h++) {
    let d = plane + (<usize>((2 * h + first) * width + first) << 4)
    for (const end = read + (<usize>inside << 4); read < end; read += 16, gradient += 16, d += 32)
      v128.store(d, f32x4.add(v128.load(d), v128.and(v128.load(gradient), f32x4.gt(v128.load(read), zero()))))
    read += beyond
    gradient += beyond
  }
}
