import { readFile } from "node:fs/promises"
import { areaAverage } from "./areaAverage.ts"
import { reading } from "./dataFault.ts"
import { decodeImage } from "./decodeImage.ts"
import { type ImageFile, listFolder } from "./folderListing.ts"
import { identified } from "./identityOf.ts"
import { fixedOrder } from "./imageSets.ts"
import type { ImageData, ImageSet } from "./imageData.ts"
import { mostPixelBytes, tooManyPixels } from "./pixelLimit.ts"

const channels = 3

const readSet = async (
  files: readonly ImageFile[],
  order: Uint32Array,
  size: number,
  signal: AbortSignal
): Promise<ImageSet> => {
  const imageBytes = channels * size * size
  const pixels = new Uint8Array(files.length * imageBytes)
  const labels = new Uint16Array(files.length)
  for (let i = 0; i < files.length; i++) {
    const { path, label } = files[order[i]!]!
    const bytes = await reading(path, readFile(path, { signal }))
    pixels.set(areaAverage(decodeImage(path, bytes), size), i * imageBytes)
    labels[i] = label
  }
  return { count: files.length, pixels, labels }
}

/**
 * Images of one's own, one folder a class, stretched to `size` x `size`, always in colour; both sets in a fixed shuffled
 * order.
 */
export const folderImages = async (
  name: string,
  folder: string,
  size: number,
  signal: AbortSignal
): Promise<ImageData> => {
  const { classes, training, test } = await listFolder(folder)
  const largest = channels * size * size * Math.max(training.length, test.length)
  if (largest > mostPixelBytes) throw tooManyPixels(folder, null, largest)
  return identified(name, {
    channels, height: size, width: size, classes: classes.length,
    training: await readSet(training, fixedOrder("training", training.length), size, signal),
    test: await readSet(test, fixedOrder("test", test.length), size, signal)
  })
}
