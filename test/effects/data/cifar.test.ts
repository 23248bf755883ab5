import { existsSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { normalisationOf } from "../../../src/effects/data/normalisation.ts"
import { cifarFile, folderOf, noise, opened, refusal } from "./imageFiles.ts"

const real = "../shared/data/cifar10-lossless"
const ten = (files: { readonly [path: string]: Uint8Array }) => ({ kind: "cifar10", folder: folderOf(files) } as const)
const hundred = (files: { readonly [path: string]: Uint8Array }) => ({ kind: "cifar100", folder: folderOf(files) } as const)

describe("the binary version of CIFAR", () => {
  it("is read file by file in the order of their names, however many records each has", async () => {
    const data = await opened(ten({
      "data_batch_2.bin": cifarFile([[4]], 30), "data_batch_1.bin": cifarFile([[9], [0]], 10),
      "test_batch.bin": cifarFile([[5]], 40), "batches.meta.txt": new Uint8Array(3), "readme.html": new Uint8Array(3)
    }))
    expect(data).toMatchObject({ channels: 3, height: 32, width: 32, classes: 10, identity: { name: "cifar10" } })
    expect(data.training.labels).toEqual(Uint16Array.of(9, 0, 4))
    expect(data.training.pixels.subarray(3072, 6144)).toEqual(noise(3072, 11))
    expect(data.training.pixels.subarray(6144)).toEqual(noise(3072, 30))
    expect(data.test).toEqual({ count: 1, pixels: noise(3072, 40), labels: Uint16Array.of(5) })
  })

  it("of 100 classes gives the fine label", async () => {
    const data = await opened(hundred({ "train.bin": cifarFile([[19, 99], [0, 42]]), "test.bin": cifarFile([[1, 2]]) }))
    expect(data).toMatchObject({ classes: 100, identity: { name: "cifar100" } })
    expect(data.training.labels).toEqual(Uint16Array.of(99, 42))
    expect(data.training.pixels.subarray(3072)).toEqual(noise(3072, 2))
  })

  it("is refused where it is damaged, with file and byte", async () => {
    const test = { "test_batch.bin": cifarFile([[5]]) }
    expect(await refusal(ten({ ...test, "train.bin": cifarFile([[1], [2]]).subarray(0, 5000) }))).toBe(
      "train.bin, byte 5000: the file ends within record 2: a record takes 3073 bytes, so it is cut or of another data set")
    expect(await refusal(ten({ ...test, "train.bin": new Uint8Array() }))).toBe("train.bin: the file is empty")
    expect(await refusal(ten({ ...test, "train.bin": cifarFile([[1], [10]]) })))
      .toBe("train.bin, byte 3073: the label 10 of record 2 is none of 0 to 9")
    expect(await refusal(hundred({ "test.bin": cifarFile([[1, 2]]), "train.bin": cifarFile([[1, 2], [20, 5]]) })))
      .toBe("train.bin, byte 3074: the label 20 of record 2 is none of 0 to 19")
    expect(await refusal(hundred({ "test.bin": cifarFile([[1, 100]]), "train.bin": cifarFile([[1, 2]]) })))
      .toBe("test.bin, byte 1: the label 100 of record 1 is none of 0 to 99")
  })

  it("is refused where files are missing, with their names", async () => {
    expect(await refusal(ten({}))).toBe("DIR: it holds no file of training images: give the folder of the binary version, "
      + "with data_batch_1.bin to data_batch_5.bin and test_batch.bin")
    expect(await refusal(hundred({ "train.bin": cifarFile([[1, 2]]) })))
      .toBe("DIR: it holds no file of test images: give the folder of the binary version, with train.bin and test.bin")
    expect(await refusal(ten({ "data_batch_1": new Uint8Array(5), "test_batch": new Uint8Array(5) })))
      .toMatch(/^DIR: it holds the version for Python: get the binary one/)
    expect(await refusal({ kind: "cifar10", folder: "/nowhere/at/all" })).toBe("DIR: it cannot be read: no such file or folder")
  })

  it.skipIf(!existsSync(real))(`real images are read (skipped where ${real} is missing)`, async () => {
    const data = await opened({ kind: "cifar10", folder: real })
    expect([data.training.count, data.test.count]).toEqual([4000, 1000])
    expect([...data.training.pixels.subarray(0, 3)]).toEqual([59, 43, 50])
    expect([0, 1, 2].map((c) => data.training.pixels[1024 * c])).toEqual([59, 62, 63])
    expect([0, 1, 2].map((c) => data.test.pixels[1024 * c])).toEqual([158, 112, 49])
    expect([...data.training.labels.subarray(0, 8)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7])
    expect(data.identity.digest).toBe("e358d78f806fac09ab5a947e98e3f1d862bc8cbccd061e74707ec45776cc7dec")
    const { mean, deviation } = normalisationOf(data.training, 3)
    const usual = [[0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]]
    for (let c = 0; c < 3; c++) {
      expect(Math.abs(mean[c]! / 255 - usual[0]![c]!)).toBeLessThan(0.01)
      expect(Math.abs(deviation[c]! / 255 - usual[1]![c]!)).toBeLessThan(0.01)
    }
  })
})
