import type { ProgramRecord } from "./record.ts"

const pixel = 16

/** Pixels of a row that windows slide over: one more on the left and two more on the right than the map has. */
const windowedRow = (width: number): number => width + 3

/**
 * Scratch of a record that is no convolution, in bytes: what its function in `assembly` lays out. Pools keep rows of one
 * plane, the head one image's features and their gradients, its logits (f32) and their exponentials (f64).
 */
export const otherScratchBytes = ({ kind, words }: ProgramRecord): number => {
  const { channels = 0, width = 0, outputWidth = 0, kernel = 0 } = words
  switch (kind) {
    case "maxPool": return pixel * (windowedRow(width) + 3 * outputWidth)
    case "maxPoolBackward": return pixel * (1 + 4 * windowedRow(width) + 6 * outputWidth)
    case "averagePool":
    case "averagePoolBackward":
      return pixel * (3 + windowedRow(width) + Math.max(width, outputWidth) + 4 * outputWidth)
    case "head": return 8 * (kernel + 1) + 2 * 4 * channels + 4 * kernel
    default: return 0
  }
}
