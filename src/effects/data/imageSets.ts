import { permutation } from "../../core/random/permutation.ts"
import type { ImageSet } from "./imageData.ts"

/** Sets of images of the same size, one after the other. */
export const joined = (sets: readonly ImageSet[]): ImageSet => {
  const count = sets.reduce((sum, set) => sum + set.count, 0)
  const pixels = new Uint8Array(sets.reduce((sum, set) => sum + set.pixels.length, 0))
  const labels = new Uint16Array(count)
  let images = 0
  let bytes = 0
  for (const set of sets) {
    pixels.set(set.pixels, bytes)
    labels.set(set.labels, images)
    bytes += set.pixels.length
    images += set.count
  }
  return { count, pixels, labels }
}

/** The first images of a set, without copying them; all of them where `count` is null or more than there are. */
export const firstImages = (set: ImageSet, count: number | null): ImageSet => {
  if (count === null || count >= set.count) return set
  const bytes = set.pixels.length / set.count
  return { count, pixels: set.pixels.subarray(0, count * bytes), labels: set.labels.subarray(0, count) }
}

/**
 * Of the images of one class, in the order of their files, how many are for training where nobody says which are for
 * the test: the last fifth (rounded down) is the test's (our choice).
 */
export const trainingPart = (count: number): number => count - Math.floor(count / 5)

/**
 * A fixed order for sets whose files are sorted by class, so that the first images of a set are of all classes: the
 * same for every search, whatever its seed. (The halves of a search draw at a = 0 of the same stream.)
 */
export const fixedOrder = (which: "training" | "test", count: number): Uint32Array =>
  permutation({ seed: 0, stream: "split", a: which === "training" ? 1 : 2, b: 0 }, count)

/** The images of a set in the given order. */
export const reordered = (set: ImageSet, order: Uint32Array): ImageSet => {
  const bytes = set.pixels.length / set.count
  const pixels = new Uint8Array(set.pixels.length)
  const labels = new Uint16Array(set.count)
  order.forEach((from, to) => {
    pixels.set(set.pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes)
    labels[to] = set.labels[from]!
  })
  return { count: set.count, pixels, labels }
}
