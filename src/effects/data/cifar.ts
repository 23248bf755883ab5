import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { dataFault, reading } from "./dataFault.ts"
import { identified } from "./identityOf.ts"
import { joined } from "./imageSets.ts"
import type { ImageData, ImageSet } from "./imageData.ts"
import { mostPixelBytes, tooManyPixels } from "./pixelLimit.ts"

const side = 32
const imageBytes = 3 * side * side

/** One binary version of CIFAR: a record is its labels, a byte each, and then red, green and blue planes. */
interface Version {
  /** how many values each label byte may have; the last byte is the class */
  readonly labels: readonly number[]
  readonly training: RegExp
  readonly test: RegExp
  /** the official names, for a sentence */
  readonly files: string
}

const versions = {
  cifar10: {
    labels: [10],
    training: /^(data_batch_|train).*\.bin$/,
    test: /^test.*\.bin$/,
    files: "data_batch_1.bin to data_batch_5.bin and test_batch.bin"
  },
  cifar100: { labels: [20, 100], training: /^train.*\.bin$/, test: /^test.*\.bin$/, files: "train.bin and test.bin" }
} as const satisfies Record<string, Version>

const readRecords = async (path: string, { labels }: Version, signal: AbortSignal): Promise<ImageSet> => {
  const recordBytes = labels.length + imageBytes
  const bytes = await reading(path, readFile(path, { signal }))
  if (bytes.length === 0) throw dataFault(path, null, "the file is empty")
  const count = Math.floor(bytes.length / recordBytes)
  if (count * recordBytes !== bytes.length) {
    throw dataFault(path, bytes.length, `the file ends within record ${count + 1}: a record takes ${recordBytes} bytes, `
      + "so it is cut or of another data set")
  }
  const set = { count, pixels: new Uint8Array(count * imageBytes), labels: new Uint16Array(count) }
  for (let i = 0; i < count; i++) {
    const at = i * recordBytes
    labels.forEach((classes, place) => {
      const label = bytes[at + place]!
      if (label >= classes) {
        throw dataFault(path, at + place, `the label ${label} of record ${i + 1} is none of 0 to ${classes - 1}`)
      }
      set.labels[i] = label
    })
    set.pixels.set(bytes.subarray(at + labels.length, at + recordBytes), i * imageBytes)
  }
  return set
}

const readSet = async (
  folder: string,
  names: readonly string[],
  which: "training" | "test",
  version: Version,
  signal: AbortSignal
): Promise<ImageSet> => {
  const pattern = version[which]
  const paths = names.filter((name) => pattern.test(name)).toSorted().map((name) => join(folder, name))
  if (paths.length === 0) {
    const isPython = names.some((name) => /^(data_batch_1|test_batch|train|test)$/.test(name))
    throw dataFault(folder, null, isPython
      ? `it holds the version for Python: get the binary one, with ${version.files}`
      : `it holds no file of ${which} images: give the folder of the binary version, with ${version.files}`)
  }
  const sizes = await Promise.all(paths.map((path) => reading(path, stat(path))))
  const size = sizes.reduce((sum, file) => sum + file.size, 0)
  if (size > mostPixelBytes) throw tooManyPixels(folder, null, size)
  const sets: ImageSet[] = []
  for (const path of paths) sets.push(await readRecords(path, version, signal))
  return joined(sets)
}

/**
 * CIFAR-10 or CIFAR-100 (its fine labels), binary version; files in the order of their names. They may hold fewer
 * images than the official ones.
 */
export const cifarImages = async (kind: keyof typeof versions, folder: string, signal: AbortSignal): Promise<ImageData> => {
  const version: Version = versions[kind]
  const names = await reading(folder, readdir(folder))
  const training = await readSet(folder, names, "training", version, signal)
  const test = await readSet(folder, names, "test", version, signal)
  return identified(kind, { channels: 3, height: side, width: side, classes: version.labels.at(-1)!, training, test })
}
