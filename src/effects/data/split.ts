import { permutation } from "../../core/random/permutation.ts"
import { DataError } from "./imageData.ts"

/** The two halves of a training set, as indices of its images. */
export interface Halves {
  readonly training: Uint32Array
  readonly validation: Uint32Array
}

/** How many of `count` images are trained on, and how many give the validation loss. */
export const halfSizes = (count: number): { readonly training: number; readonly validation: number } => {
  const training = Math.ceil(count / 2)
  return { training, validation: count - training }
}

/**
 * The shuffled 50/50 split: the first half of a permutation, rounded up, is trained on, the rest gives the validation
 * loss. Throws a `DataError` for fewer than 2 images: neither half may be empty.
 */
export const splitHalves = (seed: number, count: number): Halves => {
  if (count < 2) {
    throw new DataError({
      message: `a search needs at least 2 images, one to train on, one to validate with; there are ${count}: use more`
    })
  }
  const order = permutation({ seed, stream: "split", a: 0, b: 0 }, count)
  const { training } = halfSizes(count)
  return { training: order.subarray(0, training), validation: order.subarray(training) }
}
