import { renameSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { folderOf, idxImageFile, idxLabelFile, noise, opened, refusal } from "./imageFiles.ts"

const pixels = noise(3 * 20)
const good = {
  "train-images-idx3-ubyte": idxImageFile(3, 4, 5, pixels),
  "train-labels-idx1-ubyte": idxLabelFile([7, 0, 9]),
  "t10k-images-idx3-ubyte": idxImageFile(1, 4, 5, noise(20, 2)),
  "t10k-labels-idx1-ubyte": idxLabelFile([3])
}
type Files = { readonly [path: string]: Uint8Array }
const mnist = (files: Files) => ({ kind: "mnist", folder: folderOf(files) } as const)
const refusedWith = (files: Files) => refusal(mnist({ ...good, ...files }))

describe("IDX files", () => {
  it("are read as they are", async () => {
    const data = await opened(mnist(good))
    expect(data).toMatchObject({ channels: 1, height: 4, width: 5, classes: 10 })
    expect(data.identity).toMatchObject({ name: "mnist", measure: "valid" })
    expect(data.training).toEqual({ count: 3, pixels, labels: Uint16Array.of(7, 0, 9) })
    expect(data.test.labels).toEqual(Uint16Array.of(3))
  })

  it("may be packed, with or without .gz in their names, and spelt with a point", async () => {
    const { identity } = await opened(mnist(good))
    const packed = Object.fromEntries(Object.entries(good).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]))
    expect((await opened(mnist(packed))).identity).toEqual(identity)
    const unsaid = Object.fromEntries(Object.entries(good).map(([name, bytes]) => [name, gzipSync(bytes)]))
    expect((await opened(mnist(unsaid))).identity).toEqual(identity)
    const spelt = Object.fromEntries(Object.entries(good).map(([name, bytes]) => [name.replace("-idx", ".idx"), bytes]))
    expect((await opened(mnist(spelt))).identity).toEqual(identity)
  })

  it("of Fashion-MNIST differ in their name alone", async () => {
    const folder = folderOf(good)
    const [digits, clothes] = [await opened({ kind: "mnist", folder }), await opened({ kind: "fashion", folder })]
    expect(clothes.identity).toEqual({ ...digits.identity, name: "fashion-mnist" })
  })

  it("give another digest when one pixel, one label or the shape differs", async () => {
    const { identity } = await opened(mnist(good))
    for (const other of [
      { "train-images-idx3-ubyte": idxImageFile(3, 4, 5, pixels.with(59, pixels[59]! ^ 1)) },
      { "t10k-labels-idx1-ubyte": idxLabelFile([4]) },
      { "train-images-idx3-ubyte": idxImageFile(3, 5, 4, pixels), "t10k-images-idx3-ubyte": idxImageFile(1, 5, 4, noise(20, 2)) }
    ]) expect((await opened(mnist({ ...good, ...other }))).identity.digest).not.toBe(identity.digest)
  })

  it.each<[string, Files, string]>([
    ["empty", { "train-images-idx3-ubyte": new Uint8Array() }, "train-images-idx3-ubyte: the file is empty"],
    ["cut in its header", { "train-images-idx3-ubyte": good["train-images-idx3-ubyte"].subarray(0, 9) },
      "train-images-idx3-ubyte, byte 9: the file ends within its header of 16 bytes: get it again"],
    ["cut in its pixels", { "train-images-idx3-ubyte": good["train-images-idx3-ubyte"].subarray(0, 75) },
      "train-images-idx3-ubyte, byte 75: the file is cut: by its header it has 76 bytes; get it again"],
    ["too long", { "t10k-labels-idx1-ubyte": idxLabelFile([3, 3], 1) },
      "t10k-labels-idx1-ubyte, byte 9: the file goes on where it should end by its header: get it again"],
    ["of another kind", { "train-images-idx3-ubyte": good["train-labels-idx1-ubyte"] },
      "train-images-idx3-ubyte, byte 11: the file ends within its header of 16 bytes: get it again"],
    ["of labels in place of images", { "train-images-idx3-ubyte": idxLabelFile([1, 2, 3, 4, 5, 6, 7, 8, 9]) },
      "train-images-idx3-ubyte, byte 0: an IDX file of images begins with 00 00 08 03, this one with 00 00 08 01"],
    ["without images", { "train-images-idx3-ubyte": idxImageFile(0, 4, 5, new Uint8Array()) },
      "train-images-idx3-ubyte, byte 4: the header says that it holds no image"],
    ["with images of no width", { "train-images-idx3-ubyte": idxImageFile(3, 4, 0, new Uint8Array()) },
      "train-images-idx3-ubyte, byte 8: the header says that its images have 4 x 0 pixels"],
    ["that declares too much", { "train-images-idx3-ubyte": idxImageFile(2 ** 31, 28, 28, new Uint8Array()) },
      "train-images-idx3-ubyte, byte 4: the images take 1683627180032 bytes, more than the 2147483647 that one set may have: "
      + "use fewer or smaller ones"],
    ["with a label out of range", { "train-labels-idx1-ubyte": idxLabelFile([1, 10, 2]) },
      "train-labels-idx1-ubyte, byte 9: the label 10 is none of 0 to 9"],
    ["with fewer labels than images", { "train-labels-idx1-ubyte": idxLabelFile([1, 2]) },
      "train-labels-idx1-ubyte, byte 4: it holds 2 labels for the 3 images of train-images-idx3-ubyte"],
    ["of another size than the other set", { "t10k-images-idx3-ubyte": idxImageFile(1, 5, 4, noise(20)) },
      "t10k-images-idx3-ubyte, byte 8: images of 5 x 4 pixels, but those for training have 4 x 5"]
  ])("a file %s is refused with its byte", async (_, files, sentence) => {
    expect(await refusedWith(files)).toBe(sentence)
  })

  it("a packed file that is cut or damaged is refused", async () => {
    const packed = gzipSync(good["train-images-idx3-ubyte"])
    expect(await refusedWith({ "train-images-idx3-ubyte": packed.subarray(0, -12) })).toMatch(
      /^train-images-idx3-ubyte \(unpacked\), byte \d+: the gzip file is cut or damaged from here on \(unexpected end of file\)/)
    const changed = Uint8Array.from(packed)
    changed[changed.length - 6]! ^= 1
    expect(await refusedWith({ "train-images-idx3-ubyte": changed }))
      .toMatch(/cut or damaged from here on \(incorrect data check\): get it again$/)
  })

  it("a small file that unpacks to a huge one is left after what it declares", async () => {
    const bomb = gzipSync(idxImageFile(3, 4, 5, new Uint8Array(200_000_000)), { level: 1 })
    const before = process.memoryUsage().arrayBuffers
    const started = performance.now()
    expect(await refusedWith({ "train-images-idx3-ubyte": bomb }))
      .toBe("train-images-idx3-ubyte (unpacked), byte 76: the file goes on where it should end by its header: get it again")
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    expect(performance.now() - started).toBeLessThan(500)
  })

  it("a folder without the files says which are wanted", async () => {
    expect(await refusal({ kind: "mnist", folder: folderOf({}) })).toBe("DIR: it holds no train-images-idx3-ubyte and "
      + "no train-images-idx3-ubyte.gz: give the folder with the four IDX files")
    const folder = folderOf(good)
    renameSync(join(folder, "t10k-labels-idx1-ubyte"), join(folder, "t10k"))
    expect(await refusal({ kind: "mnist", folder }))
      .toContain("it holds no t10k-labels-idx1-ubyte and no t10k-labels-idx1-ubyte.gz")
  })
})
