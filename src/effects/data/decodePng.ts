import { convertIndexedToRgb, decode, type DecodedPng } from "fast-png"
import { dataFault } from "./dataFault.ts"
import { checkedPng } from "./checkedPng.ts"
import type { DecodedImage } from "./decodedImage.ts"

/** Grey samples of 1, 2 or 4 bits, packed row by row from the highest bits on, as bytes from 0 to 255. */
const unpackedGrey = ({ width, height, depth, data }: DecodedPng): Uint8Array => {
  const grey = new Uint8Array(width * height)
  const rowBytes = Math.ceil(width * depth / 8)
  const white = 2 ** depth - 1
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth
      const sample = (data[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & white
      grey[y * width + x] = sample * (255 / white)
    }
  }
  return grey
}

/** The first three samples of each pixel, or its grey three times; 16 bits are rounded to 8. */
const rgbOf = (png: DecodedPng): Uint8Array => {
  if (png.palette !== undefined && png.channels === 1) return convertIndexedToRgb(png)
  const { width, height, channels, depth } = png
  const data = depth < 8 ? unpackedGrey(png) : png.data
  const rgb = new Uint8Array(3 * width * height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) {
      const sample = data[pixel * channels + (channels < 3 ? 0 : c)]!
      rgb[3 * pixel + c] = depth === 16 ? Math.round(sample / 257) : sample
    }
  }
  return rgb
}

/**
 * Grey, colour or palette. Transparency is left out, as when PyTorch's data sets convert an image to RGB: a pixel keeps
 * the colour that it has under it.
 */
export const decodePng = (path: string, bytes: Uint8Array): DecodedImage => {
  const checked = checkedPng(path, bytes)
  try {
    const png = decode(checked)
    return { height: png.height, width: png.width, rgb: rgbOf(png) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw dataFault(path, null, `the PNG image is damaged (${reason}): get it again`)
  }
}
