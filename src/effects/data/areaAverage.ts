import type { DecodedImage } from "./decodedImage.ts"

/**
 * How `from` pixels in a row share out on `to` pixels of the same length in all: source pixel i reaches from `to` i to
 * `to` (i + 1), target pixel j from `from` j to `from` (j + 1). Three numbers an overlap: source, target, length.
 */
const overlaps = (from: number, to: number): Int32Array => {
  const shares: number[] = []
  for (let i = 0, j = 0; i < from && j < to;) {
    const end = Math.min(to * (i + 1), from * (j + 1))
    shares.push(i, j, end - Math.max(to * i, from * j))
    if (end === to * (i + 1)) i++
    if (end === from * (j + 1)) j++
  }
  return Int32Array.from(shares)
}

/**
 * An image stretched to `size` x `size`, `[3, size, size]`: each pixel is the mean over the area that it covers, in exact
 * integers (below 255 * 2^25), rounded half up.
 */
export const areaAverage = ({ height, width, rgb }: DecodedImage, size: number): Uint8Array => {
  const columns = overlaps(width, size)
  const rows = overlaps(height, size)
  const row = new Float64Array(3 * size)
  const sums = new Float64Array(3 * size * size)
  let summed = -1
  for (let r = 0; r < rows.length; r += 3) {
    const source = rows[r]!
    if (source !== summed) {
      row.fill(0)
      for (let k = 0; k < columns.length; k += 3) {
        const from = 3 * (source * width + columns[k]!)
        const to = 3 * columns[k + 1]!
        const length = columns[k + 2]!
        row[to] = row[to]! + length * rgb[from]!
        row[to + 1] = row[to + 1]! + length * rgb[from + 1]!
        row[to + 2] = row[to + 2]! + length * rgb[from + 2]!
      }
      summed = source
    }
    const first = 3 * size * rows[r + 1]!
    const length = rows[r + 2]!
    for (let i = 0; i < row.length; i++) sums[first + i] = sums[first + i]! + length * row[i]!
  }
  const area = width * height
  const pixels = new Uint8Array(sums.length)
  for (let i = 0; i < size * size; i++) {
    for (let c = 0; c < 3; c++) pixels[c * size * size + i] = Math.floor((2 * sums[3 * i + c]! + area) / (2 * area))
  }
  return pixels
}
