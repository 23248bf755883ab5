import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Augmentation, augmentationOf } from "../../../src/effects/data/augmentation.ts"
import { firstImages } from "../../../src/effects/data/imageSets.ts"
import type { ImageSet } from "../../../src/effects/data/imageData.ts"
import { normalisationOf, normalisedLevels } from "../../../src/effects/data/normalisation.ts"
import { batchImageFloats, type BatchSource, writeBatch } from "../../../src/effects/data/writeBatch.ts"
import { noise } from "./imageFiles.ts"

const setOf = (count: number, channels: number, height: number, width: number, seed = 1): ImageSet => ({
  count, pixels: noise(count * channels * height * width, seed), labels: Uint16Array.from({ length: count }, (_, i) => i * 7)
})

const sourceOf = (count: number, channels: number, height: number, width: number, seed = 1): BatchSource => {
  const set = setOf(count, channels, height, width, seed)
  return { shape: { channels, height, width }, set, levels: normalisedLevels(normalisationOf(set, channels)) }
}

/** Pads, crops, mirrors and normalises one after the other, each as a whole image. */
const naive = ({ shape: { channels, height, width }, set }: BatchSource, image: number, { x, y, flip }: Augmentation) => {
  const { mean, deviation } = normalisationOf(set, channels)
  return Array.from({ length: channels }, (_, c) => {
    const padded = Array.from({ length: height + 8 }, () => Array.from({ length: width + 8 }, () => 0))
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) padded[i + 4]![j + 4] = set.pixels[((image * channels + c) * height + i) * width + j]!
    }
    const cropped = padded.slice(y, y + height).map((row) => row.slice(x, x + width))
    const mirrored = flip ? cropped.map((row) => row.toReversed()) : cropped
    return mirrored.map((row) => row.map((level) => Math.fround((level - mean[c]!) / deviation[c]!)))
  })
}

describe("a batch", () => {
  it("holds the padded, cropped, mirrored and normalised images in quads of channels, with zeros for missing ones", () => {
    const side = fc.integer({ min: 1, max: 9 })
    const corner = fc.integer({ min: 0, max: 8 })
    const shown = fc.record({ x: corner, y: corner, flip: fc.boolean() })
    const shows = fc.array(shown, { minLength: 1, maxLength: 4 })
    const channelCount = fc.integer({ min: 1, max: 6 })
    fc.assert(fc.property(channelCount, side, side, shows, (channels, height, width, augmentations) => {
      const source = sourceOf(5, channels, height, width)
      const images = Uint32Array.from(augmentations, (_, k) => (k * 3 + 1) % 5)
      const floats = batchImageFloats(source.shape)
      const pixels = new Float32Array(images.length * floats + 1).fill(77)
      const labels = new Int32Array(images.length)
      writeBatch(source, images, augmentations, pixels, labels)
      expect(pixels.at(-1)).toBe(77)
      expect([...labels]).toEqual([...images].map((image) => image * 7))
      images.forEach((image, k) => {
        const planes = naive(source, image, augmentations[k]!)
        for (let quad = 0; quad < Math.ceil(channels / 4); quad++) {
          for (let i = 0; i < height * width * 4; i++) {
            const c = 4 * quad + i % 4
            const [y, x] = [Math.floor((i >> 2) / width), (i >> 2) % width]
            expect(pixels[k * floats + quad * height * width * 4 + i]).toBe(planes[c]?.[y]?.[x] ?? 0)
          }
        }
      })
    }), { numRuns: 40 })
  })

  it("shows images as they are without augmentations", () => {
    const source = sourceOf(2, 3, 5, 4)
    const [plain, same] = [new Float32Array(2 * 80), new Float32Array(2 * 80)]
    writeBatch(source, Uint32Array.of(1, 0), undefined, plain, new Int32Array(2))
    const whole = { x: 4, y: 4, flip: false }
    writeBatch(source, Uint32Array.of(1, 0), [whole, whole], same, new Int32Array(2))
    expect(plain).toEqual(same)
  })

  it("of 64 CIFAR images takes under a millisecond", () => {
    const source = sourceOf(64, 3, 32, 32)
    const images = Uint32Array.from({ length: 64 }, (_, i) => i)
    const augmentations = [...images].map((image) => augmentationOf(1, 0, image, "crop-and-flip"))
    const [pixels, labels] = [new Float32Array(64 * batchImageFloats(source.shape)), new Int32Array(64)]
    const times = Array.from({ length: 100 }, () => {
      const start = performance.now()
      writeBatch(source, images, augmentations, pixels, labels)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(1)
  })
})

describe("normalisation", () => {
  it("takes mean and standard deviation of each channel over all images", () => {
    const set = { count: 2, pixels: Uint8Array.of(1, 3, 10, 10, 5, 7, 10, 10), labels: new Uint16Array(2) }
    const { mean, deviation } = normalisationOf(set, 2)
    expect([...mean]).toEqual([4, 10])
    expect([...deviation]).toEqual([Math.sqrt(5), 1])
    const levels = normalisedLevels({ mean, deviation })
    expect([levels[4], levels[256 + 10], levels[0]]).toEqual([0, 0, Math.fround(-4 / Math.sqrt(5))])
  })

  it("gives mean 0 and variance 1", () => {
    const source = sourceOf(20, 3, 8, 8, 9)
    const pixels = new Float32Array(20 * 256)
    writeBatch(source, Uint32Array.from({ length: 20 }, (_, i) => i), undefined, pixels, new Int32Array(20))
    for (let c = 0; c < 4; c++) {
      const values = pixels.filter((_, i) => i % 4 === c)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
      expect(mean).toBeCloseTo(0, 5)
      expect(variance).toBeCloseTo(c < 3 ? 1 : 0, 5)
    }
  })
})

describe("the first images of a set", () => {
  it("are a part of it, or all of them", () => {
    const set = setOf(5, 1, 2, 2)
    expect(firstImages(set, 2)).toEqual({ count: 2, pixels: set.pixels.subarray(0, 8), labels: set.labels.subarray(0, 2) })
    expect(firstImages(set, null)).toBe(set)
    expect(firstImages(set, 9)).toBe(set)
  })
})
