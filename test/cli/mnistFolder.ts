import { mkdirSync, writeFileSync } from "node:fs"

const bigEndian = (...numbers: readonly number[]): readonly number[] =>
  numbers.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255])

/** So few grey images of 28 x 28 that a search on them is over in a moment, as files of MNIST; `label` by image. Gives the folder. */
export const writeMnist = (folder: string, count: number, label: (image: number) => number): string => {
  mkdirSync(folder)
  const pixels = Array.from({ length: count * 784 }, (_, i) => (i * 31 + label(Math.floor(i / 784)) * 40) % 251)
  const labels = Array.from({ length: count }, (_, i) => label(i))
  for (const part of ["train", "t10k"]) {
    writeFileSync(`${folder}/${part}-images-idx3-ubyte`, Uint8Array.from([...bigEndian(2051, count, 28, 28), ...pixels]))
    writeFileSync(`${folder}/${part}-labels-idx1-ubyte`, Uint8Array.from([...bigEndian(2049, count), ...labels]))
  }
  return folder
}
