import { dataFault } from "./dataFault.ts"
import { pngSignature } from "./checkedPng.ts"
import type { DecodedImage } from "./decodedImage.ts"
import { decodeJpeg } from "./decodeJpeg.ts"
import { decodePng } from "./decodePng.ts"

/** A PNG or JPEG image, told apart by how it begins, whatever it is called. The same bits on every machine. */
export const decodeImage = (path: string, bytes: Uint8Array): DecodedImage => {
  if (bytes.length === 0) throw dataFault(path, null, "the file is empty")
  if (pngSignature.every((byte, at) => bytes[at] === byte)) return decodePng(path, bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return decodeJpeg(path, bytes)
  throw dataFault(path, 0, "it begins neither like a PNG nor like a JPEG image: convert it")
}
