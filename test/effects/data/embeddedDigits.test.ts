import { describe, expect, it } from "vitest"
import { greyLevels } from "../../../src/effects/data/greyLevels.ts"
import { opened } from "./imageFiles.ts"

const bytes = (text: string) => new TextEncoder().encode(text)

const tally = (labels: Uint16Array): readonly number[] =>
  labels.reduce((counts, label) => counts.with(label, counts[label]! + 1), Array.from({ length: 10 }, () => 0))

describe("the embedded digits", () => {
  it("are 10,000, with the last fifth of each class for the test, and always the same", async () => {
    const data = await opened({ kind: "mnist", folder: null })
    expect(data).toMatchObject({ channels: 1, height: 28, width: 28, classes: 10 })
    expect(data.identity).toEqual({
      name: "mnist-10k", measure: "valid", digest: "399bca744f4e94b92676e6e0bc9b404f925f19418764b8c245a47387b08a8df2"
    })
    expect([data.training.count, data.test.count]).toEqual([8004, 1996])
    expect(tally(data.training.labels)).toEqual([801, 902, 793, 826, 784, 691, 812, 856, 756, 783])
    expect(tally(data.test.labels)).toEqual([200, 225, 198, 206, 196, 172, 202, 214, 188, 195])
    expect(data.training.pixels).toHaveLength(8004 * 784)
  })

  it("are in an order that mixes the classes", async () => {
    const { training } = await opened({ kind: "mnist", folder: null })
    expect(Math.min(...tally(training.labels.subarray(0, 500)))).toBeGreaterThan(25)
  })
})

describe("levels of grey written as decimals", () => {
  it("come back as the bytes they were made from", () => {
    const all = Array.from({ length: 256 }, (_, level) => level)
    const json = JSON.stringify({ data: all.map((level) => Math.round(level / 255 * 1000) / 1000) })
    expect([...greyLevels("d.json", bytes(json))]).toEqual(all)
  })

  it.each([
    ["{}", "d.json, byte 0: it holds no list of numbers"],
    ['{"data": [0,0.5,x]}', "d.json, byte 16: here should be a number from 0 to 1"],
    ['{"data": [0,2]}', "d.json, byte 12: here should be"],
    ['{"data": [0,1.2]}', "d.json, byte 12: here should be"],
    ['{"data": [0,0.1234]}', "d.json, byte 17: here should be"],
    ['{"data": [0,0.5', "d.json, byte 15: here should be"],
    ['{"data": [', "d.json, byte 10: here should be"]
  ])("a damaged list %s is refused with its byte", (json, sentence) => {
    expect(() => greyLevels("d.json", bytes(json))).toThrow(sentence)
  })
})
