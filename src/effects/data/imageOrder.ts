import { permutation } from "../../core/random/permutation.ts"

/** Which pass over `count` images position `position` of their endless sequence belongs to. */
export const epochOf = (position: number, count: number): number => Math.floor(position / count)

/**
 * Positions `from` to `from + count - 1` of the endless sequence of training images: position p is element p mod n of the
 * permutation of epoch floor(p / n), of the `half` with its n images. Nothing depends on what was asked for before.
 */
export const imagesAt = (seed: number, half: Uint32Array, from: number, count: number): Uint32Array => {
  const n = half.length
  const images = new Uint32Array(count)
  for (let done = 0; done < count;) {
    const epoch = epochOf(from + done, n)
    const start = from + done - epoch * n
    const taken = Math.min(n - start, count - done)
    const order = permutation({ seed, stream: "image-order", a: epoch, b: 0 }, n)
    for (let i = 0; i < taken; i++) images[done + i] = half[order[start + i]!]!
    done += taken
  }
  return images
}
