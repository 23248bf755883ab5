import { type Augmentation, padding, unchanged } from "./augmentation.ts"
import type { ImageData, ImageSet } from "./imageData.ts"

/** What `writeBatch` reads. */
export interface BatchSource {
  readonly shape: Pick<ImageData, "channels" | "height" | "width">
  readonly set: ImageSet
  /** `[channels, 256]`: what stands for each level (`normalisedLevels`) */
  readonly levels: Float32Array
}

/**
 * How images lie in a batch: `quads`: `[image][quad][height][width][4]`, a quad being four channels and missing channels 0;
 * `channels-last`: `[image][height][width][channels]`.
 */
export type BatchLayout = "quads" | "channels-last"

/** Floats from one pixel to the next one of its row. */
const pixelFloats = ({ channels }: BatchSource["shape"], layout: BatchLayout): number => (layout === "quads" ? 4 : channels)

/** Floats that one image takes in a batch. */
export const batchImageFloats = (shape: BatchSource["shape"], layout: BatchLayout = "quads"): number =>
  (layout === "quads" ? 4 * Math.ceil(shape.channels / 4) : shape.channels) * shape.height * shape.width

/** One plane of an image, its pixels `apart` floats from each other; what lies outside the image is its level 0, black. */
const writePlane = (
  { height, width }: BatchSource["shape"], source: Uint8Array, from: number, levels: Float32Array,
  { x: cropX, y: cropY, flip }: Augmentation, out: Float32Array, to: number, apart: number
): void => {
  const firstX = cropX - padding
  const firstY = cropY - padding
  const step = flip ? -apart : apart
  for (let y = 0; y < height; y++) {
    const row = firstY + y
    const isInside = row >= 0 && row < height
    const start = from + row * width
    let at = to + apart * (y * width + (flip ? width - 1 : 0))
    for (let column = firstX; column < firstX + width; column++, at += step) {
      out[at] = levels[isInside && column >= 0 && column < width ? source[start + column]! : 0]!
    }
  }
}

/**
 * Writes images (indices of the set) as float32 to `pixels`, and their labels to `labels`. Each is first cropped from itself
 * with `padding` black pixels around, then mirrored, then normalised, as PyTorch's usual transforms do; without
 * `augmentations` shown as it is.
 */
export const writeBatch = (
  { shape, set, levels }: BatchSource,
  images: Uint32Array,
  augmentations: readonly Augmentation[] | undefined,
  pixels: Float32Array,
  labels: Int32Array,
  layout: BatchLayout = "quads"
): void => {
  const { channels, height, width } = shape
  const plane = height * width
  const imageFloats = batchImageFloats(shape, layout)
  const apart = pixelFloats(shape, layout)
  if (layout === "quads" && channels % 4 !== 0) pixels.fill(0, 0, images.length * imageFloats)
  for (let k = 0; k < images.length; k++) {
    const image = images[k]!
    labels[k] = set.labels[image]!
    for (let c = 0; c < channels; c++) {
      writePlane(
        shape, set.pixels, (image * channels + c) * plane, levels.subarray(256 * c, 256 * (c + 1)),
        augmentations?.[k] ?? unchanged, pixels,
        k * imageFloats + (layout === "quads" ? (c >> 2) * 4 * plane + (c & 3) : c), apart
      )
    }
  }
}
