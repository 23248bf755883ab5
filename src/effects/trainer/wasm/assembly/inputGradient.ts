import { addLanes, addPlaneProducts } from "./moments"
import { multiplyAdd, zero } from "./vector"

/** g where what was read is above 0, else 0. */
@inline
function masked(g: usize, read: usize): v128 {
  return v128.and(v128.load(g), f32x4.gt(v128.load(read), zero()))
}

/** Adds rows to the map's. */
function addRows(
  gradient: usize, read: usize, readRow: usize, rows: i32, width: usize, relu: i32, destination: usize
): void {
  for (let h = 0; h < rows; h++, read += readRow) {
    let q = read
    const end = destination + (width << 4)
    if (relu) {
      for (; destination < end; destination += 16, gradient += 16, q += 16)
        v128.store(destination, f32x4.add(v128.load(destination), masked(gradient, q)))
    } else {
      for (; destination < end; destination += 16, gradient += 16)
        v128.store(destination, f32x4.add(v128.load(destination), v128.load(gradient)))
    }
  }
}

/** Writes rows that a relu masks, and sums them while they are in registers. */
function writeMaskedRows(
  gradient: usize, read: usize, readRow: usize, rows: i32, width: usize, x: usize, destination: usize,
  sum: usize, products: usize
): void {
  let s0 = zero(), s1 = zero(), q0 = zero(), q1 = zero()
  for (let h = 0; h < rows; h++, read += readRow) {
    let p = read
    const end = destination + (width << 4)
    for (; destination + 32 <= end; destination += 32, gradient += 32, p += 32, x += 32) {
      const g = masked(gradient, p), next = masked(gradient + 16, p + 16)
      v128.store(destination, g)
      v128.store(destination, next, 16)
      s0 = f32x4.add(s0, g)
      s1 = f32x4.add(s1, next)
      q0 = multiplyAdd(q0, g, v128.load(x))
      q1 = multiplyAdd(q1, next, v128.load(x, 16))
    }
    if (destination < end) {
      const g = masked(gradient, p)
      v128.store(destination, g)
      s0 = f32x4.add(s0, g)
      q0 = multiplyAdd(q0, g, v128.load(x))
      destination += 16
      gradient += 16
      x += 16
    }
  }
  addLanes(sum, f32x4.add(s0, s1))
  addLanes(products, f32x4.add(q0, q1))
}

/** The same without sums. */
function writeMasked(gradient: usize, read: usize, readRow: usize, rows: i32, width: usize, destination: usize): void {
  for (let h = 0; h < rows; h++, read += readRow) {
    let p = read
    for (const end = destination + (width << 4); destination < end; destination += 16, gradient += 16, p += 16)
      v128.store(destination, masked(gradient, p))
  }
}

/**
 * One plane's part of the gradient by a normalised input: `gradient` `[rows][width][4]`, contiguous, where what the
 * convolution read was above 0 (if `relu`), written to the map's contiguous rows or added to them. `read` has rows of
 * its own length.
 *
 * `sum`, unless 0, and `products`: the four channels' sums of what is written, and of its products with the raw input
 * `x`, a part of the map as `destination` is; only where nothing is added.
 */
export function putInputGradient(
  gradient: usize, read: usize, readRow: usize, rows: i32, width: i32, relu: i32, accumulate: i32, destination: usize,
  x: usize, sum: usize, products: usize
): void {
  if (accumulate) addRows(gradient, read, readRow, rows, width, relu, destination)
  else if (relu && sum) writeMaskedRows(gradient, read, readRow, rows, width, x, destination, sum, products)
  else if (relu) writeMasked(gradient, read, readRow, rows, width, destination)
  else {
    memory.copy(destination, gradient, <usize>(rows * width) << 4)
    if (sum) addPlaneProducts(destination, x, rows * width, sum, products)
  }
}
