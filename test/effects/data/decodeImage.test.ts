import { encode as encodePng } from "fast-png"
import jpeg from "jpeg-js"
import { deflateSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { decodeImage } from "../../../src/effects/data/decodeImage.ts"
import { chunk, colourPng, noise, png, pngHeader, type PngParts, signature } from "./imageFiles.ts"

const decoded = (bytes: Uint8Array) => decodeImage("a.png", bytes)
const rgb = (parts: PngParts) => [...decoded(png(parts)).rgb]
const thrice = (levels: readonly number[]) => levels.flatMap((level) => [level, level, level])
const splice = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)
const end = chunk("IEND", new Uint8Array())

describe("PNG images", () => {
  it("of every kind give three bytes a pixel", () => {
    const row = (...bytes: number[]) => [Uint8Array.from(bytes)]
    expect(rgb({ width: 2, height: 1, rows: row(1, 2, 3, 4, 5, 6) })).toEqual([1, 2, 3, 4, 5, 6])
    expect(rgb({ width: 2, height: 1, type: 6, rows: row(1, 2, 3, 0, 4, 5, 6, 255) })).toEqual([1, 2, 3, 4, 5, 6])
    expect(rgb({ width: 2, height: 1, type: 0, rows: row(7, 8) })).toEqual(thrice([7, 8]))
    expect(rgb({ width: 2, height: 1, type: 4, rows: row(7, 0, 8, 9) })).toEqual(thrice([7, 8]))
    expect(rgb({ width: 10, height: 1, depth: 1, type: 0, rows: row(0b10110000, 0b01000000) }))
      .toEqual(thrice([255, 0, 255, 255, 0, 0, 0, 0, 0, 255]))
    expect(rgb({ width: 5, height: 1, depth: 2, type: 0, rows: row(0b00011011, 0b10000000) }))
      .toEqual(thrice([0, 85, 170, 255, 170]))
    expect(rgb({ width: 3, height: 1, depth: 4, type: 0, rows: row(0x0f, 0x80) })).toEqual(thrice([0, 255, 136]))
    expect(rgb({ width: 2, height: 1, depth: 16, type: 0, rows: row(255, 255, 0, 129) })).toEqual(thrice([255, 1]))
    expect(rgb({ width: 1, height: 1, depth: 16, type: 2, rows: row(0, 0, 128, 128, 255, 127) })).toEqual([0, 128, 255])
  })

  it("with a palette give its colours, also where some are transparent", () => {
    const palette = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90)
    const more = [chunk("tRNS", Uint8Array.of(0, 128))]
    const parts = { width: 3, height: 1, type: 3, palette, more } as const
    const colours = [70, 80, 90, 10, 20, 30, 40, 50, 60]
    expect(rgb({ ...parts, rows: [Uint8Array.of(2, 0, 1)] })).toEqual(colours)
    expect(rgb({ ...parts, depth: 2, rows: [Uint8Array.of(0b10000100)] })).toEqual(colours)
    expect(() => decoded(png({ ...parts, rows: [Uint8Array.of(2, 0, 3)] }))).toThrow(/^a\.png: the PNG image is damaged \(/)
  })

  it("are the same interlaced or not", () => {
    const [width, height] = [13, 9]
    const data = noise(3 * width * height)
    const plain = decoded(encodePng({ width, height, channels: 3, depth: 8, data }))
    expect(plain).toEqual({ width, height, rgb: data })
    const woven = encodePng({ width, height, channels: 3, depth: 8, data }, { interlace: "Adam7" })
    expect(woven[28]).toBe(1)
    expect(decoded(woven)).toEqual(plain)
    expect(decoded(colourPng(width, height, data))).toEqual(plain)
  })

  it("may carry parts that are of no use here, however damaged inside", () => {
    const more = [chunk("iCCP", Uint8Array.of(1, 2, 3)), chunk("tEXt", Uint8Array.of(0, 0)), chunk("tRNS", new Uint8Array(6))]
    expect(rgb({ width: 1, height: 1, rows: [Uint8Array.of(1, 2, 3)], more })).toEqual([1, 2, 3])
  })

  const good = colourPng(4, 4, noise(48))
  const pixels = (bytes: Uint8Array) => chunk("IDAT", deflateSync(bytes))
  const parts = { width: 2, height: 1, type: 0 } as const

  it.each<[string, Uint8Array, string | RegExp]>([
    ["cut between its parts", good.subarray(0, 33), "a.png, byte 33: the PNG image is cut: get it again"],
    ["cut within a part", good.subarray(0, 60),
      /^a\.png, byte 33: the PNG image is cut or damaged: a part of \d+ bytes begins here, and the file ends at byte 60$/],
    ["with one bit changed", good.with(50, good[50]! ^ 1),
      "a.png, byte 33: the PNG image is damaged: the checksum of the part that begins here is wrong"],
    ["without a header", splice(signature, end), "a.png, byte 8: the PNG image does not begin with its header: get it again"],
    ["without pixels", splice(signature, pngHeader(parts), end), "a.png, byte 33: the PNG image has no pixels: get it again"],
    ["of no width", splice(signature, pngHeader({ ...parts, width: 0 }), end),
      "a.png, byte 8: the header of the PNG image is wrong: get it again"],
    ["of 3 bits a pixel", splice(signature, pngHeader({ ...parts, depth: 3 }), end),
      "a.png, byte 8: the header of the PNG image is wrong: get it again"],
    ["that is enormous", splice(signature, pngHeader({ ...parts, width: 100_000, height: 100_000 }), end),
      "a.png, byte 8: the image has 100000 x 100000 pixels, more than the 33554432 that are read: make it smaller"],
    ["with fewer pixels", splice(signature, pngHeader(parts), pixels(new Uint8Array(2)), end),
      "a.png, byte 33: the PNG image is damaged: its pixels begin here and are fewer than its header says"],
    ["that unpacks to more", splice(signature, pngHeader(parts), pixels(new Uint8Array(1_000_000)), end),
      "a.png, byte 33: the PNG image is damaged: its pixels begin here and are more than its header says"],
    ["not packed at all", splice(signature, pngHeader(parts), chunk("IDAT", Uint8Array.of(1, 2, 3)), end),
      "a.png, byte 33: the PNG image is damaged: its pixels begin here and cannot be unpacked (incorrect header check)"],
    ["with an unknown filter", splice(signature, pngHeader(parts), pixels(Uint8Array.of(9, 1, 2)), end),
      "a.png: the PNG image is damaged (Unsupported filter: 9): get it again"],
    ["interlaced with few bits", splice(signature, pngHeader({ ...parts, depth: 4, interlace: 1 }), end),
      "a.png, byte 8: an interlaced PNG image with fewer than 8 bits a pixel cannot be read: save it without interlacing"]
  ])("one %s is refused", (_, bytes, sentence) => {
    expect(() => decoded(bytes)).toThrow(sentence)
  })
})

describe("JPEG images", () => {
  const [width, height] = [40, 24]
  const data = Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : (i >> 2) % width * 6))
  const file = Uint8Array.from(jpeg.encode({ width, height, data }, 90).data)

  it("are read, nearly as they were", () => {
    const image = decodeImage("a.jpg", file)
    expect([image.height, image.width, image.rgb.length]).toEqual([height, width, 3 * width * height])
    for (const pixel of [0, 17, 39, 500]) {
      for (let c = 0; c < 3; c++) expect(Math.abs(image.rgb[3 * pixel + c]! - data[4 * pixel]!)).toBeLessThan(8)
    }
  })

  it("are told apart from PNG by how they begin, not by their names", () => {
    expect(decodeImage("a.png", file)).toEqual(decodeImage("a.jpg", file))
  })

  it("that are cut anywhere or damaged are refused", () => {
    for (const length of [3, 20, 200, file.length - 100, file.length - 2]) {
      expect(() => decodeImage("a.jpg", file.subarray(0, length)))
        .toThrow(/^a\.jpg: the JPEG image is damaged, cut or of a kind that cannot be read \(/)
    }
    const huge = Uint8Array.from(file)
    const frame = huge.findIndex((byte, i) => byte === 0xff && huge[i + 1] === 0xc0)
    huge.set([0xff, 0xff, 0xff, 0xff], frame + 5)
    expect(() => decodeImage("a.jpg", huge)).toThrow(/maxResolutionInMP limit exceeded/)
  })

  it("other files are refused", () => {
    expect(() => decodeImage("a.jpg", new Uint8Array())).toThrow("a.jpg: the file is empty")
    expect(() => decodeImage("a.jpg", new TextEncoder().encode("RIFF....WEBP")))
      .toThrow("a.jpg, byte 0: it begins neither like a PNG nor like a JPEG image: convert it")
  })
})
