import { readPlanesAhead } from "./readAhead"
import { multiplyAdd } from "./vector"

/** One plane of `rawGradient`, or a part of it, with the coefficients of its four channels. */
export function rawGradientPlane(
  gradient: usize, output: usize, a: v128, b: v128, c: v128, pixels: i32, destination: usize
): void {
  const end = gradient + (<usize>pixels << 4)
  for (; gradient + 32 <= end; gradient += 32, output += 32, destination += 32) {
    v128.store(destination, multiplyAdd(multiplyAdd(c, v128.load(gradient), a), v128.load(output), b))
    v128.store(destination, multiplyAdd(multiplyAdd(c, v128.load(gradient, 16), a), v128.load(output, 16), b), 16)
  }
  if (gradient < end) v128.store(destination, multiplyAdd(multiplyAdd(c, v128.load(gradient), a), v128.load(output), b))
}

/**
 * The gradient by the raw output y of a normalised operation: A g + B y + C, channel by channel (the normalisation's
 * own backward pass, once its sums are known). Reads maps `[quads][pixels][4]` whose planes lie `plane` bytes apart,
 * `pixels` pixels of each; writes planes `gap` bytes apart (0: contiguous, `planeGap`: scratch). `coefficients` is
 * `[A: channels][B: channels][C: channels]`.
 */
export function rawGradient(
  gradient: usize, output: usize, plane: usize, coefficients: usize, quads: i32, pixels: i32,
  destination: usize, gap: usize
): void {
  const channels = <usize>quads << 4, bytes = (<usize>pixels << 4) + gap
  for (let c: usize = 0; c < <usize>quads; c++, coefficients += 16) {
    readPlanesAhead(gradient, c, quads, plane)
    readPlanesAhead(output, c, quads, plane)
    const a = v128.load(
      coefficients), b = v128.load(coefficients + channels), d = v128.load(coefficients + 2 * channels
    )
    rawGradientPlane(gradient + c * plane, output + c * plane, a, b, d, pixels, destination + c * bytes)
  }
}
