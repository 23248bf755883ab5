import { describe, expect, it } from "vitest"
import {
  choiceOfLog, type DataChoice, dataName, defaultAugmentation, parseDataChoice
} from "../../../src/effects/data/dataChoice.ts"

const identity = (name: string) => ({ name, measure: "valid", digest: "0".repeat(64) })

describe("the choice of data", () => {
  it("is read from a short text", () => {
    expect(parseDataChoice("mnist")).toEqual({ kind: "mnist", folder: null })
    expect(parseDataChoice("mnist:a/b")).toEqual({ kind: "mnist", folder: "a/b" })
    expect(parseDataChoice("fashion:f")).toEqual({ kind: "fashion", folder: "f" })
    expect(parseDataChoice("cifar10:c")).toEqual({ kind: "cifar10", folder: "c" })
    expect(parseDataChoice("cifar100:c")).toEqual({ kind: "cifar100", folder: "c" })
    expect(parseDataChoice("folder:C:\\pictures")).toEqual({ kind: "folder", folder: "C:\\pictures", size: 32 })
  })

  it("names the alternatives where the text is none", () => {
    const alternatives = "use mnist, mnist:DIR, fashion:DIR, cifar10:DIR, cifar100:DIR or folder:DIR"
    expect(parseDataChoice("imagenet:x")).toBe(`there is no data set "imagenet"; ${alternatives}`)
    expect(parseDataChoice("")).toBe(`there is no data set ""; ${alternatives}`)
    expect(parseDataChoice("mnist:")).toBe(`mnist: names no folder after the colon; ${alternatives}`)
    expect(parseDataChoice("cifar10")).toBe("cifar10 needs the folder that holds the images: cifar10:DIR")
  })

  it("comes back from the name in a log and the remembered folder", () => {
    const choices: readonly DataChoice[] = [
      { kind: "mnist", folder: null }, { kind: "mnist", folder: "m" }, { kind: "fashion", folder: "f" },
      { kind: "cifar10", folder: "c" }, { kind: "cifar100", folder: "c" }, { kind: "folder", folder: "d", size: 48 }
    ]
    for (const choice of choices) expect(choiceOfLog(identity(dataName(choice)), choice.folder ?? undefined)).toEqual(choice)
    expect(choices.map(dataName)).toEqual(["mnist-10k", "mnist", "fashion-mnist", "cifar10", "cifar100", "folder-48"])
  })

  it("asks for the folder where nobody knows it, and knows what is no data set of images", () => {
    expect(choiceOfLog(identity("fashion-mnist"), undefined))
      .toBe("where the images fashion-mnist lie is not known on this machine: give --data fashion:DIR")
    expect(choiceOfLog(identity("nb201-cifar10"), "x")).toBe("nb201-cifar10 is no data set of images")
    expect(choiceOfLog(identity("folder-0"), "x")).toBe("folder-0 is no data set of images")
    expect(choiceOfLog(identity("folder"), "x")).toBe("folder is no data set of images")
    expect(choiceOfLog(identity("folder-32"), undefined))
      .toBe("where the images folder-32 lie is not known on this machine: give --data folder:DIR")
  })

  it("leaves digits as they are and augments everything else", () => {
    expect(defaultAugmentation("mnist")).toBe("none")
    expect(defaultAugmentation("fashion")).toBe("crop-and-flip")
    expect(defaultAugmentation("cifar10")).toBe("crop-and-flip")
  })
})
