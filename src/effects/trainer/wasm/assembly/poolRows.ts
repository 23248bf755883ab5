import { multiplyAdd } from "./vector"

/**
 * Pools work on one plane at a time, row by row, in rows of scratch. A scratch row that windows slide over has one
 * pixel more on the left and two more on the right than the map; windows are 2 x 2 or 3 x 3, with at most one pixel of
 * padding.
 */
@inline
export function windowedRow(width: i32): usize {
  return <usize>(width + 3) << 4
}

/** Where, in a windowed row, the first window begins. */
@inline
export function firstWindow(row: usize, padding: i32): usize {
  return row + (<usize>(1 - padding) << 4)
}

/** destination = or += row */
export function putRow(row: usize, destination: usize, width: i32, accumulate: i32): void {
  const end = row + (<usize>width << 4)
  if (accumulate == 0) {
    for (; row + 64 <= end; row += 64, destination += 64) {
      v128.store(destination, v128.load(row))
      v128.store(destination, v128.load(row, 16), 16)
      v128.store(destination, v128.load(row, 32), 32)
      v128.store(destination, v128.load(row, 48), 48)
    }
    for (; row < end; row += 16, destination += 16) v128.store(destination, v128.load(row))
    return
  }
  for (; row + 64 <= end; row += 64, destination += 64) {
    v128.store(destination, f32x4.add(v128.load(destination), v128.load(row)))
    v128.store(destination, f32x4.add(v128.load(destination, 16), v128.load(row, 16)), 16)
    v128.store(destination, f32x4.add(v128.load(destination, 32), v128.load(row, 32)), 32)
    v128.store(destination, f32x4.add(v128.load(destination, 48), v128.load(row, 48)), 48)
  }
  for (; row < end; row += 16, destination += 16) {
    v128.store(destination, f32x4.add(v128.load(destination), v128.load(row)))
  }
}

/** a x + b of a row of the map into the inside of a windowed row. */
function affineInside(x: usize, width: i32, a: v128, b: v128, inside: usize): void {
  const end = x + (<usize>width << 4)
  for (; x + 64 <= end; x += 64, inside += 64) {
    v128.store(inside, multiplyAdd(b, v128.load(x), a))
    v128.store(inside, multiplyAdd(b, v128.load(x, 16), a), 16)
    v128.store(inside, multiplyAdd(b, v128.load(x, 32), a), 32)
    v128.store(inside, multiplyAdd(b, v128.load(x, 48), a), 48)
  }
  for (; x < end; x += 16, inside += 16) v128.store(inside, multiplyAdd(b, v128.load(x), a))
}

/** a x + b of a row of the map; the first and last pixel are repeated outside, which changes no window's maximum. */
export function affineRow(x: usize, width: i32, a: v128, b: v128, row: usize): void {
  const last = row + (<usize>width << 4)
  affineInside(x, width, a, b, row + 16)
  v128.store(row, v128.load(row, 16))
  v128.store(last, v128.load(last), 16)
}

@inline
function maximumOfThree(a: v128, b: v128, c: v128): v128 {
  return f32x4.pmax(f32x4.pmax(a, b), c)
}

/** The maxima of a row's windows: of bytes `first`, `first + 16` and `first + third`, windows `step` bytes apart. */
export function rowMaxima(first: usize, step: usize, third: usize, to: usize, windows: i32): void {
  const end = to + (<usize>windows << 4)
  for (; to + 64 <= end; to += 64) {
    v128.store(to, maximumOfThree(v128.load(first), v128.load(first, 16), v128.load(first + third)))
    first += step
    v128.store(to, maximumOfThree(v128.load(first), v128.load(first, 16), v128.load(first + third)), 16)
    first += step
    v128.store(to, maximumOfThree(v128.load(first), v128.load(first, 16), v128.load(first + third)), 32)
    first += step
    v128.store(to, maximumOfThree(v128.load(first), v128.load(first, 16), v128.load(first + third)), 48)
    first += step
  }
  for (; to < end; to += 16, first += step) {
    v128.store(to, maximumOfThree(v128.load(first), v128.load(first, 16), v128.load(first + third)))
  }
}

/** The maxima of three rows of maxima. */
export function maximaOfRows(r0: usize, r1: usize, r2: usize, to: usize, windows: i32): void {
  const end = to + (<usize>windows << 4)
  for (; to + 64 <= end; to += 64, r0 += 64, r1 += 64, r2 += 64) {
    v128.store(to, maximumOfThree(v128.load(r0), v128.load(r1), v128.load(r2)))
    v128.store(to, maximumOfThree(v128.load(r0, 16), v128.load(r1, 16), v128.load(r2, 16)), 16)
    v128.store(to, maximumOfThree(v128.load(r0, 32), v128.load(r1, 32), v128.load(r2, 32)), 32)
    v128.store(to, maximumOfThree(v128.load(r0, 48), v128.load(r1, 48), v128.load(r2, 48)), 48)
  }
  for (; to < end; to += 16, r0 += 16, r1 += 16, r2 += 16) {
    v128.store(to, maximumOfThree(v128.load(r0), v128.load(r1), v128.load(r2)))
  }
}

/** to = r0 + r1 + r2, pixels of `to` `step` bytes apart. */
export function sumOfRows(r0: usize, r1: usize, r2: usize, to: usize, step: usize, width: i32): void {
  const end = r0 + (<usize>width << 4)
  for (; r0 + 64 <= end; r0 += 64, r1 += 64, r2 += 64) {
    v128.store(to, f32x4.add(f32x4.add(v128.load(r0), v128.load(r1)), v128.load(r2)))
    to += step
    v128.store(to, f32x4.add(f32x4.add(v128.load(r0, 16), v128.load(r1, 16)), v128.load(r2, 16)))
    to += step
    v128.store(to, f32x4.add(f32x4.add(v128.load(r0, 32), v128.load(r1, 32)), v128.load(r2, 32)))
    to += step
    v128.store(to, f32x4.add(f32x4.add(v128.load(r0, 48), v128.load(r1, 48)), v128.load(r2, 48)))
    to += step
  }
  for (; r0 < end; r0 += 16, r1 += 16, r2 += 16, to += step) {
    v128.store(to, f32x4.add(f32x4.add(v128.load(r0), v128.load(r1)), v128.load(r2)))
  }
}
