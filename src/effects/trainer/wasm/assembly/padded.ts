import { readPlanesAhead } from "./readAhead"
import { fill, multiplyAdd, planeGap } from "./vector"

/** Bytes of a row of a padded scratch plane. */
@inline
export function paddedRow(width: i32, padding: i32): usize {
  return <usize>(width + 2 * padding) << 4
}

/** Bytes from one padded scratch plane to the next. */
@inline
export function paddedPlane(height: i32, width: i32, padding: i32): usize {
  return paddedRow(width, padding) * <usize>(height + 2 * padding) + planeGap
}

/**
 * Writes `value` to the border of each plane (and to the gap behind it). The inside is left alone: whoever copies the
 * inside only need not call this again.
 */
export function fillBorder(destination: usize, quads: i32, height: i32, width: i32, padding: i32, value: f32): void {
  const row = paddedRow(width, padding), side = <usize>padding << 4, edge = <usize>padding * row + side
  const plane = paddedPlane(height, width, padding)
  for (let c = 0; c < quads; c++, destination += plane) {
    fill(destination, edge, value)
    let gap = destination + edge + (<usize>width << 4)
    for (let h = 1; h < height; h++, gap += row) fill(gap, 2 * side, value)
    fill(gap, destination + plane - gap, value)
  }
}

/** One plane of `copyPadded`, with the affine of its four channels. Destination: the first byte of the border. */
export function copyPaddedPlane(
  source: usize, height: i32, width: i32, padding: i32, a: v128, b: v128, floor: f32, destination: usize
): void {
  const low = f32x4.splat(floor), side = <usize>padding << 4
  let d = destination + <usize>padding * paddedRow(width, padding) + side
  for (let h = 0; h < height; h++, d += 2 * side) {
    const end = source + (<usize>width << 4)
    for (; source + 64 <= end; source += 64, d += 64) {
      v128.store(d, f32x4.pmax(multiplyAdd(b, v128.load(source), a), low))
      v128.store(d, f32x4.pmax(multiplyAdd(b, v128.load(source, 16), a), low), 16)
      v128.store(d, f32x4.pmax(multiplyAdd(b, v128.load(source, 32), a), low), 32)
      v128.store(d, f32x4.pmax(multiplyAdd(b, v128.load(source, 48), a), low), 48)
    }
    for (; source < end; source += 16, d += 16) v128.store(d, f32x4.pmax(multiplyAdd(b, v128.load(source), a), low))
  }
}

/**
 * max(floor, a x + b) of a map `[quads][height][width][4]` into scratch planes that are `padding` pixels wider on each
 * side; the border is left as it is. `affine` is `[a: channels][b: channels]`; a floor of -Infinity is none.
 */
export function copyPadded(
  source: usize, quads: i32, height: i32, width: i32, padding: i32, affine: usize, floor: f32, destination: usize
): void {
  const plane = paddedPlane(height, width, padding), bytes = <usize>(height * width) << 4
  for (let c: usize = 0; c < <usize>quads; c++) {
    readPlanesAhead(source, c, quads, bytes)
    const a = v128.load(affine + (c << 4)), b = v128.load(affine + (<usize>quads << 4) + (c << 4))
    copyPaddedPlane(source + c * bytes, height, width, padding, a, b, floor, destination + c * plane)
  }
}
