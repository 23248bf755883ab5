import { anyTapsEight, anyTapsFour, anyTapsOne } from "./anyTaps"
import { fiveTapsEight, fiveTapsFour } from "./fiveTaps"
import { threeTapsEight, threeTapsFour } from "./threeTaps"

/*
 * A row of outputs is cut into groups of eight, then of four. The last group may begin earlier, so that it ends where
 * the row does: it gives the same values once more, and nothing is written beyond the row.
 */

/** A row of at least four outputs, 3 x 3 taps. */
@inline
function rowOfThree<Source, Target>(q: usize, row: usize, weights: usize, pixels: i32, d: usize): void {
  for (let x = 0; x < pixels;) {
    if (pixels >= 8 && pixels - x > 4) {
      const at: usize = min(x, pixels - 8)
      threeTapsEight<Source, Target>(q + at * offsetof<Source>(), row, weights, d + at * offsetof<Target>())
      x += 8
    } else {
      const at: usize = min(x, pixels - 4)
      threeTapsFour<Source, Target>(q + at * offsetof<Source>(), row, weights, d + at * offsetof<Target>())
      x += 4
    }
  }
}

/** A row of at least four outputs, 5 x 5 taps. */
@inline
function rowOfFive<Source, Target>(q: usize, row: usize, weights: usize, pixels: i32, d: usize): void {
  for (let x = 0; x < pixels;) {
    if (pixels >= 8 && pixels - x > 4) {
      const at: usize = min(x, pixels - 8)
      fiveTapsEight<Source, Target>(q + at * offsetof<Source>(), row, weights, d + at * offsetof<Target>())
      x += 8
    } else {
      const at: usize = min(x, pixels - 4)
      fiveTapsFour<Source, Target>(q + at * offsetof<Source>(), row, weights, d + at * offsetof<Target>())
      x += 4
    }
  }
}

/** A row of outputs, any taps. */
@inline
function rowOfAny<Source, Target>(
  q: usize, row: usize, tap: usize, weights: usize, tapRows: i32, tapColumns: i32, pixels: i32, d: usize
): void {
  for (let x = 0; x < pixels;) {
    if (pixels >= 8 && pixels - x > 4) {
      const at: usize = min(x, pixels - 8)
      anyTapsEight<Source, Target>(
        q + at * offsetof<Source>(), row, tap, weights, tapRows, tapColumns, d + at * offsetof<Target>()
      )
      x += 8
    } else if (pixels >= 4) {
      const at: usize = min(x, pixels - 4)
      anyTapsFour<Source, Target>(
        q + at * offsetof<Source>(), row, tap, weights, tapRows, tapColumns, d + at * offsetof<Target>()
      )
      x += 4
    } else {
      const at: usize = x
      anyTapsOne(q + at * offsetof<Source>(), row, tap, weights, tapRows, tapColumns, d + at * offsetof<Target>())
      x++
    }
  }
}

/** Whether `slidingRows` can do it. */
@inline
export function canSlide(tapRows: i32, tapColumns: i32, pixels: i32): bool {
  return tapRows == tapColumns && (tapRows == 3 || tapRows == 5) && pixels >= 4
}

/**
 * Rows whose taps are one `Source` step apart, as the outputs' pixels are. `tapRow`: bytes from a row of taps to the
 * next.
 */
export function slidingRows<Source, Target>(
  q: usize, sourceRow: usize, tapRow: usize, weights: usize, kernel: i32, rows: i32, pixels: i32, d: usize,
  targetRow: usize
): void {
  if (kernel == 3) {
    for (let h = 0; h < rows; h++, q += sourceRow, d += targetRow)
      rowOfThree<Source, Target>(q, tapRow, weights, pixels, d)
  } else {
    for (let h = 0; h < rows; h++, q += sourceRow, d += targetRow)
      rowOfFive<Source, Target>(q, tapRow, weights, pixels, d)
  }
}

/** Rows of any other convolution. */
export function anyRows<Source, Target>(
  q: usize, sourceRow: usize, tapRow: usize, tap: usize, weights: usize, tapRows: i32, tapColumns: i32,
  rows: i32, pixels: i32, d: usize, targetRow: usize
): void {
  for (let h = 0; h < rows; h++, q += sourceRow, d += targetRow)
    rowOfAny<Source, Target>(q, tapRow, tap, weights, tapRows, tapColumns, pixels, d)
}
