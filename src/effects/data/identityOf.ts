import { createHash } from "node:crypto"
import type { DataIdentity } from "../../core/search/event.ts"
import type { ImageData, ImageSet } from "./imageData.ts"

/** Little-endian on every machine. */
const bytesOf = (numbers: ArrayLike<number>, width: 2 | 4): Uint8Array => {
  const bytes = new Uint8Array(width * numbers.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < numbers.length; i++) {
    if (width === 2) view.setUint16(2 * i, numbers[i]!, true)
    else view.setUint32(4 * i, numbers[i]!, true)
  }
  return bytes
}

/**
 * The identity of a data set, independent of the files it came from. The digest is the SHA-256 of: channels, height,
 * width, classes, training images, test images (six uint32); the training set's pixels and labels (uint16); the test
 * set's. Numbers are little-endian.
 */
export const identityOf = (name: string, data: Omit<ImageData, "identity">): DataIdentity => {
  const { channels, height, width, classes, training, test } = data
  const hash = createHash("sha256")
  hash.update(bytesOf([channels, height, width, classes, training.count, test.count], 4))
  const add = ({ pixels, labels }: ImageSet) => hash.update(pixels).update(bytesOf(labels, 2))
  add(training)
  add(test)
  return { name, measure: "valid", digest: hash.digest("hex") }
}

/** A data set with its identity. */
export const identified = (name: string, data: Omit<ImageData, "identity">): ImageData =>
  ({ identity: identityOf(name, data), ...data })
