import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { areaAverage } from "../../../src/effects/data/areaAverage.ts"
import { noise } from "./imageFiles.ts"

/** Each pixel counts by the part of it that lies in the target pixel: exact fractions in BigInt. */
const naive = (height: number, width: number, rgb: Uint8Array, size: number): Uint8Array => {
  const shared = (i: number, from: number, j: number) =>
    BigInt(Math.max(0, Math.min(size * (i + 1), from * (j + 1)) - Math.max(size * i, from * j)))
  const out = new Uint8Array(3 * size * size)
  for (let c = 0; c < 3; c++) for (let ty = 0; ty < size; ty++) for (let tx = 0; tx < size; tx++) {
    let sum = 0n
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
      sum += shared(y, height, ty) * shared(x, width, tx) * BigInt(rgb[3 * (y * width + x) + c]!)
    }
    const area = BigInt(height * width)
    out[(c * size + ty) * size + tx] = Number((2n * sum + area) / (2n * area))
  }
  return out
}

describe("the area average", () => {
  it("is the exact mean of what a pixel covers, for any sizes", () => {
    const side = fc.integer({ min: 1, max: 12 })
    fc.assert(fc.property(side, side, side, fc.nat(), (height, width, size, seed) => {
      const rgb = noise(3 * height * width, seed)
      expect(areaAverage({ height, width, rgb }, size)).toEqual(naive(height, width, rgb, size))
    }), { numRuns: 60 })
  })

  it("changes nothing at the same size but the order: planes instead of pixels", () => {
    const rgb = noise(3 * 25)
    const pixels = areaAverage({ height: 5, width: 5, rgb }, 5)
    for (let i = 0; i < 25; i++) for (let c = 0; c < 3; c++) expect(pixels[25 * c + i]).toBe(rgb[3 * i + c])
  })

  it("rounds half up", () => {
    expect([...areaAverage({ height: 1, width: 2, rgb: Uint8Array.of(0, 1, 3, 1, 2, 4) }, 1)]).toEqual([1, 2, 4])
  })
})
