import { stat } from "node:fs/promises"
import { join } from "node:path"
import { type Declared, declaredBytes, type NamedBytes } from "./declaredBytes.ts"
import { dataFault } from "./dataFault.ts"
import { identified } from "./identityOf.ts"
import type { ImageData, ImageSet } from "./imageData.ts"
import { mostPixelBytes, tooManyPixels } from "./pixelLimit.ts"

const classes = 10
const imagesHeader = 16
const labelsHeader = 8

const hex = (word: number): string => word.toString(16).padStart(8, "0").replaceAll(/..(?=.)/g, "$& ")

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false)

/** The file of a set, with either spelling of its name, packed or not. */
const find = async (folder: string, set: "train" | "t10k", what: "images-idx3" | "labels-idx1"): Promise<string> => {
  const names = [what, what.replace("-", ".")].map((spelling) => `${set}-${spelling}-ubyte`)
  for (const name of [...names, ...names.map((plain) => `${plain}.gz`)]) {
    const path = join(folder, name)
    if (await isThere(path)) return path
  }
  throw dataFault(folder, null, `it holds no ${names[0]} and no ${names[0]}.gz: give the folder with the four IDX files`)
}

/** An IDX file begins with two zero bytes, 8 for unsigned bytes and the number of dimensions; then the dimensions. */
const checkMagic = (header: DataView, name: string, dimensions: number): void => {
  const [found, wanted] = [header.getUint32(0), 0x0800 + dimensions]
  if (found === wanted) return
  const what = dimensions === 3 ? "images" : "labels"
  throw dataFault(name, 0, `an IDX file of ${what} begins with ${hex(wanted)}, this one with ${hex(found)}`)
}

const declaredImages = (header: DataView, name: string): number => {
  checkMagic(header, name, 3)
  const [count, height, width] = [header.getUint32(4), header.getUint32(8), header.getUint32(12)]
  if (count === 0) throw dataFault(name, 4, "the header says that it holds no image")
  if (height === 0 || width === 0) {
    throw dataFault(name, 8, `the header says that its images have ${height} x ${width} pixels`)
  }
  const pixels = count * height * width
  if (pixels > mostPixelBytes) throw tooManyPixels(name, 4, pixels)
  return imagesHeader + pixels
}

const declaredLabels = (header: DataView, name: string): number => {
  checkMagic(header, name, 1)
  return labelsHeader + header.getUint32(4)
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const read = async (
  path: string,
  headerBytes: number,
  declared: Declared,
  signal: AbortSignal
): Promise<NamedBytes> => {
  const file = await declaredBytes(path, headerBytes, declared, signal)
  const { name, bytes } = file
  if (bytes.length === 0) throw dataFault(name, null, "the file is empty")
  if (bytes.length < headerBytes) {
    throw dataFault(name, bytes.length, `the file ends within its header of ${headerBytes} bytes: get it again`)
  }
  const size = declared(viewOf(bytes), name)
  if (bytes.length < size) {
    throw dataFault(name, bytes.length, `the file is cut: by its header it has ${size} bytes; get it again`)
  }
  if (bytes.length > size) throw dataFault(name, size, "the file goes on where it should end by its header: get it again")
  return file
}

interface SizedSet {
  readonly set: ImageSet
  /** what to call its images in a sentence */
  readonly name: string
  readonly height: number
  readonly width: number
}

const readSet = async (folder: string, which: "train" | "t10k", signal: AbortSignal): Promise<SizedSet> => {
  const images = await read(await find(folder, which, "images-idx3"), imagesHeader, declaredImages, signal)
  const labels = await read(await find(folder, which, "labels-idx1"), labelsHeader, declaredLabels, signal)
  const sizes = viewOf(images.bytes)
  const count = sizes.getUint32(4)
  const labelCount = viewOf(labels.bytes).getUint32(4)
  if (labelCount !== count) {
    throw dataFault(labels.name, 4, `it holds ${labelCount} labels for the ${count} images of ${images.name}`)
  }
  const wrong = labels.bytes.findIndex((label, at) => at >= labelsHeader && label >= classes)
  if (wrong >= 0) throw dataFault(labels.name, wrong, `the label ${labels.bytes[wrong]} is none of 0 to ${classes - 1}`)
  const pixels = images.bytes.subarray(imagesHeader)
  return {
    set: { count, pixels, labels: Uint16Array.from(labels.bytes.subarray(labelsHeader)) },
    name: images.name,
    height: sizes.getUint32(8),
    width: sizes.getUint32(12)
  }
}

/** MNIST or a data set in its form (Fashion-MNIST): four IDX files of grey images in ten classes, packed or not. */
export const idxImages = async (identity: string, folder: string, signal: AbortSignal): Promise<ImageData> => {
  const training = await readSet(folder, "train", signal)
  const test = await readSet(folder, "t10k", signal)
  const { height, width } = training
  if (test.height !== height || test.width !== width) {
    throw dataFault(test.name, 8, `images of ${test.height} x ${test.width} pixels, `
      + `but those for training have ${height} x ${width}`)
  }
  return identified(identity, { channels: 1, height, width, classes, training: training.set, test: test.set })
}
