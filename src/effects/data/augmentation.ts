import { multiplyHigh } from "../../core/random/philox.ts"
import { words } from "../../core/random/stream.ts"
import type { TrainingConfiguration } from "../../core/search/configuration.ts"

export type AugmentationKind = TrainingConfiguration["augmentation"]

/** Pixels of zeros around an image from which a crop of its own size is taken. */
export const padding = 4

/** How one image is shown: the crop's corner in the padded image, 0 to 8 each, and then whether it is mirrored. */
export interface Augmentation {
  readonly x: number
  readonly y: number
  readonly flip: boolean
}

/** The image as it is. */
export const unchanged: Augmentation = { x: padding, y: padding, flip: false }

/**
 * How image `image` of the training set is shown in pass `epoch` over the training half. Each corner is floor(9 w / 2^32)
 * of a word w, off from uniform by less than 2^-29; the flip is a third word's highest bit.
 */
export const augmentationOf = (seed: number, epoch: number, image: number, kind: AugmentationKind): Augmentation => {
  if (kind === "none") return unchanged
  const drawn = words({ seed, stream: "augmentation", a: epoch, b: image }, 3)
  const corners = 2 * padding + 1
  return {
    x: multiplyHigh(drawn[0]!, corners),
    y: multiplyHigh(drawn[1]!, corners),
    flip: kind === "crop-and-flip" && drawn[2]! >= 2 ** 31
  }
}
