import { crc32, inflateSync } from "node:zlib"
import { ioCode, ioReason } from "../log/ioReason.ts"
import { dataFault } from "./dataFault.ts"
import { mostPixels, tooLarge } from "./decodedImage.ts"

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

interface Chunk {
  readonly type: string
  /** where the chunk begins in its file */
  readonly at: number
  /** the whole chunk: length, type, data, checksum */
  readonly whole: Uint8Array
  readonly data: Uint8Array
}

const uint32 = (bytes: Uint8Array, at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)

/** The chunks up to IEND, their checksums compared. */
function* chunksOf(path: string, bytes: Uint8Array): Generator<Chunk, void> {
  for (let at = pngSignature.length; ;) {
    if (at + 12 > bytes.length) throw dataFault(path, bytes.length, "the PNG image is cut: get it again")
    const length = uint32(bytes, at)
    const end = at + 12 + length
    if (end > bytes.length) {
      throw dataFault(path, at, `the PNG image is cut or damaged: a part of ${length} bytes begins here, `
        + `and the file ends at byte ${bytes.length}`)
    }
    if (crc32(bytes.subarray(at + 4, end - 4)) !== uint32(bytes, end - 4)) {
      throw dataFault(path, at, "the PNG image is damaged: the checksum of the part that begins here is wrong")
    }
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1")
    yield { type, at, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) }
    if (type === "IEND") return
    at = end
  }
}

/** Samples a pixel, and the bits that one may have, by colour type (PNG specification, 11.2.1). */
const colourTypes: { readonly [type: number]: { readonly samples: number; readonly depths: readonly number[] } } = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] }
}

const lines = (width: number, height: number, pixelBits: number): number =>
  width === 0 || height === 0 ? 0 : height * (1 + Math.ceil(width * pixelBits / 8))

/** First column and row, and their steps, of Adam7's seven passes. */
const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const

/** How many bytes the pixels take when unpacked, by the image's header. */
const unpackedBytes = (path: string, { data, at }: Chunk): number => {
  const [width, height, depth, type, compression, filter, interlace] =
    [uint32(data, 0), uint32(data, 4), data[8]!, data[9]!, data[10], data[11], data[12]!]
  const colour = colourTypes[type]
  const isKnown = colour?.depths.includes(depth) && compression === 0 && filter === 0 && interlace <= 1
  if (width === 0 || height === 0 || !isKnown) {
    throw dataFault(path, at, "the header of the PNG image is wrong: get it again")
  }
  if (width * height > mostPixels) throw dataFault(path, at, tooLarge(width, height))
  if (interlace === 0) return lines(width, height, depth * colour.samples)
  if (depth < 8) {
    throw dataFault(path, at, "an interlaced PNG image with fewer than 8 bits a pixel cannot be read: "
      + "save it without interlacing")
  }
  return passes.reduce((sum, [x, y, xStep, yStep]) =>
    sum + lines(Math.ceil((width - x) / xStep), Math.ceil((height - y) / yStep), depth * colour.samples), 0)
}

const checkPixels = (path: string, at: number, packed: Uint8Array, size: number): void => {
  const damaged = (why: string) => dataFault(path, at, `the PNG image is damaged: its pixels begin here and ${why}`)
  const unpack = (): number => {
    try {
      return inflateSync(packed, { maxOutputLength: size }).length
    } catch (cause) {
      throw damaged(ioCode(cause) === "ERR_BUFFER_TOO_LARGE"
        ? "are more than its header says"
        : `cannot be unpacked (${ioReason(cause)})`)
    }
  }
  if (unpack() !== size) throw damaged("are fewer than its header says")
}

/**
 * The parts of a PNG file that its colours need, after all was compared that a decoder may pass over: checksums, sizes,
 * and that the pixels unpack to exactly what the header says, so that a small file cannot unpack to a huge one.
 */
export const checkedPng = (path: string, bytes: Uint8Array): Uint8Array => {
  const kept = [...chunksOf(path, bytes)].filter(({ type }) => ["IHDR", "PLTE", "IDAT", "IEND"].includes(type))
  const header = kept[0]!
  if (header.type !== "IHDR" || header.data.length !== 13) {
    throw dataFault(path, header.at, "the PNG image does not begin with its header: get it again")
  }
  const size = unpackedBytes(path, header)
  const pixels = kept.filter(({ type }) => type === "IDAT")
  if (pixels.length === 0) throw dataFault(path, kept.at(-1)!.at, "the PNG image has no pixels: get it again")
  checkPixels(path, pixels[0]!.at, Buffer.concat(pixels.map(({ data }) => data)), size)
  return Buffer.concat([pngSignature, ...kept.map(({ whole }) => whole)])
}
