import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { augmentationOf, unchanged } from "../../../src/effects/data/augmentation.ts"
import { epochOf, imagesAt } from "../../../src/effects/data/imageOrder.ts"
import { splitHalves } from "../../../src/effects/data/split.ts"

const seed = fc.nat({ max: 2 ** 40 })

describe("the split", () => {
  it("puts every image in one half, the first as large as the second or one larger", () => {
    fc.assert(fc.property(seed, fc.integer({ min: 2, max: 300 }), (s, count) => {
      const { training, validation } = splitHalves(s, count)
      expect([training.length, validation.length]).toEqual([Math.ceil(count / 2), Math.floor(count / 2)])
      expect([...training, ...validation].toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    }))
  })

  it("is the same for a seed and another for another", () => {
    expect(splitHalves(3, 100)).toEqual(splitHalves(3, 100))
    expect(splitHalves(3, 100)).not.toEqual(splitHalves(4, 100))
  })

  it("needs an image for each half", () => {
    expect(splitHalves(0, 2).validation).toHaveLength(1)
    for (const count of [0, 1]) expect(() => splitHalves(0, count)).toThrow(/^a search needs at least 2 images/)
  })
})

describe("the order of images", () => {
  const half = Uint32Array.of(50, 3, 8, 21, 34)

  it("shows each image of the half once an epoch", () => {
    fc.assert(fc.property(seed, fc.nat({ max: 1000 }), (s, epoch) => {
      const shown = imagesAt(s, half, epoch * half.length, half.length)
      expect(shown.toSorted()).toEqual(half.toSorted())
    }))
  })

  it("is one endless sequence, however it is cut", () => {
    const whole = imagesAt(7, half, 0, 60)
    fc.assert(fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      expect(imagesAt(7, half, from, to - from)).toEqual(whole.subarray(from, to))
    }))
    expect(epochOf(4, 5)).toBe(0)
    expect(epochOf(5, 5)).toBe(1)
  })

  it("differs from epoch to epoch and from seed to seed", () => {
    const large = Uint32Array.from({ length: 100 }, (_, i) => i)
    expect(imagesAt(1, large, 0, 100)).not.toEqual(imagesAt(1, large, 100, 100))
    expect(imagesAt(1, large, 0, 100)).not.toEqual(imagesAt(2, large, 0, 100))
  })
})

describe("augmentation", () => {
  it("depends on seed, epoch and image alone, and a flip leaves the crop as it is", () => {
    fc.assert(fc.property(seed, fc.nat(), fc.nat(), (s, epoch, image) => {
      const shown = augmentationOf(s, epoch, image, "crop-and-flip")
      expect(augmentationOf(s, epoch, image, "crop-and-flip")).toEqual(shown)
      expect(augmentationOf(s, epoch, image, "crop")).toEqual({ ...shown, flip: false })
      expect(augmentationOf(s, epoch, image, "none")).toEqual(unchanged)
    }))
  })

  it("draws all nine corners alike, and flips every other image", () => {
    const counts = { x: new Uint32Array(9), y: new Uint32Array(9), flips: 0 }
    const draws = 9000
    for (let image = 0; image < draws; image++) {
      const { x, y, flip } = augmentationOf(5, 2, image, "crop-and-flip")
      counts.x[x]!++
      counts.y[y]!++
      if (flip) counts.flips++
    }
    for (const count of [...counts.x, ...counts.y]) expect(Math.abs(count - 1000)).toBeLessThan(5 * 30)
    expect(Math.abs(counts.flips - draws / 2)).toBeLessThan(5 * 48)
  })
})
