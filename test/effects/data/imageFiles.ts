import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { crc32, deflateSync } from "node:zlib"
import { expect, onTestFinished } from "vitest"
import type { DataChoice } from "../../../src/effects/data/dataChoice.ts"
import { openImages } from "../../../src/effects/data/openImages.ts"

/** A folder with these files, gone after the test. */
export const folderOf = (files: { readonly [path: string]: Uint8Array | string }): string => {
  const folder = mkdtempSync(join(tmpdir(), "pvll-data-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

export const opened = (choice: DataChoice) => Effect.runPromise(openImages(choice))

/** Why the data cannot be read, without the folder's name, and with / in paths everywhere. */
export const refusal = async (choice: DataChoice & { readonly folder: string }): Promise<string> => {
  const error = await Effect.runPromise(Effect.flip(openImages(choice)))
  expect(error._tag).toBe("DataError")
  const [message, folder] = [error.message, choice.folder].map((text) => text.replaceAll("\\", "/")) as [string, string]
  return message.replaceAll(`${folder}/`, "").replaceAll(folder, "DIR")
}

/** Bytes that look random and are always the same. */
export const noise = (count: number, seed = 1): Uint8Array => {
  let state = seed
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  })
}

const uint32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)

export const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))])
}

export const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

export interface PngParts {
  readonly width: number
  readonly height: number
  readonly depth?: number
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha */
  readonly type?: number
  readonly interlace?: number
  readonly palette?: Uint8Array
  /** bytes of the rows (of the passes), without filter bytes */
  readonly rows: readonly Uint8Array[]
  readonly more?: readonly Uint8Array[]
}

export const pngHeader = ({ width, height, depth = 8, type = 2, interlace = 0 }: Omit<PngParts, "rows">): Uint8Array =>
  chunk("IHDR", Buffer.concat([uint32(width), uint32(height), Uint8Array.of(depth, type, 0, 0, interlace)]))

export const png = (parts: PngParts): Uint8Array => {
  const lines = Buffer.concat(parts.rows.flatMap((row) => [Uint8Array.of(0), row]))
  return Buffer.concat([
    signature,
    pngHeader(parts),
    ...(parts.palette ? [chunk("PLTE", parts.palette)] : []),
    ...(parts.more ?? []),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", new Uint8Array())
  ])
}

/** A colour image, `[height, width, 3]`. */
export const colourPng = (width: number, height: number, rgb: Uint8Array): Uint8Array =>
  png({ width, height, rows: Array.from({ length: height }, (_, y) => rgb.subarray(3 * width * y, 3 * width * (y + 1))) })

/** All one colour. */
export const plainPng = (red: number, green = red, blue = red): Uint8Array =>
  colourPng(2, 2, Uint8Array.from({ length: 12 }, (_, i) => [red, green, blue][i % 3]!))

export const idxImageFile = (count: number, height: number, width: number, pixels: Uint8Array): Uint8Array =>
  Buffer.concat([uint32(0x803), uint32(count), uint32(height), uint32(width), pixels])

export const idxLabelFile = (labels: readonly number[], count = labels.length): Uint8Array =>
  Buffer.concat([uint32(0x801), uint32(count), Uint8Array.from(labels)])

/** Records of labels and pixels. */
export const cifarFile = (labels: readonly (readonly number[])[], seed = 1): Uint8Array =>
  Buffer.concat(labels.flatMap((record, i) => [Uint8Array.from(record), noise(3072, seed + i)]))
