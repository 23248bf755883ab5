import jpeg from "jpeg-js"
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { folderOf, opened, plainPng, refusal } from "./imageFiles.ts"

type Files = { readonly [path: string]: Uint8Array | string }
const own = (files: Files, size = 4) => ({ kind: "folder", folder: folderOf(files), size } as const)
const refused = (files: Files) => refusal(own(files))

const apart: Files = {
  "train/cat/1.png": plainPng(10), "train/cat/2.png": plainPng(20), "train/Dog/1.PNG": plainPng(30, 31, 32),
  "test/Dog/1.png": plainPng(40), "test/cat/1.png": plainPng(50)
}

/** Label and first level of each image, in the order of levels. */
const summary = ({ labels, pixels, count }: { labels: Uint16Array; pixels: Uint8Array; count: number }) =>
  Array.from({ length: count }, (_, i) => [labels[i]!, pixels[i * 48]!] as const).toSorted((a, b) => a[1] - b[1])

describe("a folder of one's own", () => {
  it("with train and test holds one folder a class, numbered by name in code unit order", async () => {
    const data = await opened(own(apart))
    expect(data).toMatchObject({ channels: 3, height: 4, width: 4, classes: 2 })
    expect(data.identity).toMatchObject({ name: "folder-4", measure: "valid" })
    expect(summary(data.training)).toEqual([[1, 10], [1, 20], [0, 30]])
    expect(summary(data.test)).toEqual([[0, 40], [1, 50]])
    const dog = data.training.labels.indexOf(0)
    expect([0, 16, 32].map((plane) => data.training.pixels[48 * dog + plane])).toEqual([30, 31, 32])
  })

  it("without them gives the last fifth of each class to the test, and mixes the classes", async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [
      `${i < 25 ? "a" : "b"}/${String(i).padStart(2, "0")}.png`, plainPng(i)
    ]))
    const data = await opened(own(many))
    expect(summary(data.test).map(([, level]) => level)).toEqual([20, 21, 22, 23, 24, 37, 38, 39])
    expect(summary(data.training)).toHaveLength(32)
    expect(new Set(data.training.labels.subarray(0, 12)).size).toBe(2)
    expect((await opened(own(many))).identity).toEqual(data.identity)
  })

  it("may hold JPEG images, links, hidden entries and other files", async () => {
    const grey = Uint8Array.from({ length: 4 * 64 }, (_, i) => (i % 4 === 3 ? 255 : 99))
    const folder = folderOf({
      ...apart, "train/cat/3.jpeg": jpeg.encode({ width: 8, height: 8, data: grey }, 90).data,
      "train/.cache/x.png": "", "train/cat/.hidden.png": "", "train/cat/notes.txt": "?", "readme.md": "?"
    })
    const choice = { kind: "folder", folder, size: 4 } as const
    expect(summary((await opened(choice)).training)).toEqual([[1, 10], [1, 20], [0, 30], [1, 99]])
    try {
      symlinkSync(join(folder, "train/cat"), join(folder, "train/lynx"), "dir")
    } catch {
      return
    }
    expect((await opened(choice)).classes).toBe(3)
  })

  it("gives another digest at another size", async () => {
    const folder = folderOf(apart)
    const small = await opened({ kind: "folder", folder, size: 4 })
    const large = await opened({ kind: "folder", folder, size: 32 })
    expect(large).toMatchObject({ height: 32, width: 32, identity: { name: "folder-32" } })
    expect(large.identity.digest).not.toBe(small.identity.digest)
  })

  it("is refused without classes, with an empty class, or with one half of train and test", async () => {
    expect(await refused({ "a.png": plainPng(1) }))
      .toBe("DIR: it holds no folders: give a folder with one folder of PNG or JPEG images for each class")
    expect(await refused({ "a/1.png": plainPng(1), "b/notes.txt": "?" }))
      .toBe("b: the class has no PNG or JPEG image: add some, or remove the folder")
    expect(await refused({ "a/1.png": plainPng(1), "b/1.png": plainPng(1) })).toMatch(/^DIR: no class has 5 images/)
    expect(await refused({ "train/a/1.png": plainPng(1) }))
      .toBe("DIR: it holds train and no test: add test, or give the folder train to have a fifth of it set aside")
    expect(await refused({ "train/a/1.png": plainPng(1), "test/a/notes.txt": "?" }))
      .toBe("test: it holds no PNG or JPEG image of any class: add some")
    expect(await refusal({ kind: "folder", folder: "/nowhere/at/all", size: 4 }))
      .toBe("DIR: it cannot be read: no such file or folder")
  })

  it("is refused with a class that is only tested", async () => {
    expect(await refused({ ...apart, "test/bird/1.png": plainPng(1) }))
      .toBe("test/bird: there is no class bird in train: it cannot be learned, so add it there or remove it here")
  })

  it("is refused with a single class, which every network tells apart from nothing", async () => {
    const sentence = "DIR: it holds one class, cat, so that every architecture is equally good: add another one"
    expect(await refused({ "train/cat/1.png": plainPng(1), "train/cat/2.png": plainPng(2), "test/cat/1.png": plainPng(3) })).toBe(sentence)
    expect(await refused(Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`cat/${i}.png`, plainPng(i)])))).toBe(sentence)
  })

  it("names a damaged image and where it is damaged", async () => {
    expect(await refused({ ...apart, "train/cat/3.png": plainPng(1).subarray(0, 40) })).toMatch(/^train\/cat\/3\.png, byte \d+: /)
    expect(await refused({ ...apart, "test/cat/3.jpg": "" })).toBe("test/cat/3.jpg: the file is empty")
  })
})
