import * as Effect from "effect/Effect"
import { existsSync, readFileSync, statSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { allArchitectures } from "../../../../src/core/architecture/enumerate.ts"
import { printArchitecture } from "../../../../src/core/architecture/notation.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import { decodeColumns } from "../../../../src/effects/trainer/table/columnFile.ts"
import { bestLoss, entryOf, rankOf, tableSize } from "../../../../src/effects/trainer/table/measuredTable.ts"
import {
  nb201ChoiceOf, nb201Columns, nb201DataSets, nb201Measures, nb201Table
} from "../../../../src/effects/trainer/table/nb201Table.ts"
import { readTable } from "../../../../src/effects/trainer/table/readTable.ts"
import { csvColumns, packNb201Table, sortedRows } from "../../../../scripts/packNb201Table.ts"

const file = await Effect.runPromise(nb201Columns)
const architectures = Array.from(allArchitectures(nb201))
/** the least and the greatest value */
const ends = (name: string) => [file.column(name).toSorted()[0], file.column(name).toSorted().at(-1)]
const table = (data: string, measure: string) => Effect.runPromise(nb201Table({ data, measure }))
const refusal = (data: string, measure: string) => Effect.runPromise(Effect.flip(nb201Table({ data, measure })))

describe("the NAS-Bench-201 table that ships with the package", () => {
  it("holds all 15,625 networks, each official index once, in less than 400 KB", () => {
    expect(file.rows).toBe(15_625)
    expect(architectures).toHaveLength(15_625)
    expect(file.column("index").toSorted()).toEqual(Float64Array.from({ length: 15_625 }, (_, i) => i))
    expect(statSync("data/nb201.columns").size).toBeLessThan(400_000)
  })

  it.each([
    ["cifar10/test", 94.3733, 6111],
    ["cifar100/test", 73.5133, 9930],
    ["imagenet16-120/test", 47.3111, 857],
    ["cifar10/valid", 91.6067, 6111],
    ["cifar100/valid", 73.4933, 9930],
    ["imagenet16-120/valid", 46.7333, 10676]
  ])("has the published best of %s: %s at index %s", (name, best, index) => {
    const values = file.column(name)
    expect(values.reduce((a, b) => Math.max(a, b))).toBe(best)
    expect(values[file.column("index").indexOf(index)]).toBe(best)
  })

  it("has the published range of sizes", () => {
    expect(ends("parameters")).toEqual([73_306, 1_531_546])
    expect(ends("multiply-adds")).toEqual([7_783_050, 220_119_690])
  })

  it("stands in the order of the space: index 0 and index 1 are the benchmark's first two cells", async () => {
    const { columns } = await table("cifar10", "valid")
    const at = (index: number) => printArchitecture(nb201, architectures[columns.index!.indexOf(index)]!)
    expect(at(0)).toBe("|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|")
    expect(at(1)).toBe("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|")
  })

  it("turns percent into a fraction and the accuracy into a loss", async () => {
    const cifar10 = await table("cifar10", "valid")
    const best = architectures[cifar10.columns.index!.indexOf(6111)]!
    expect(entryOf(cifar10, best)).toEqual({
      loss: 1 - 91.6067 / 100,
      accuracy: 91.6067 / 100,
      testAccuracy: 94.3733 / 100,
      parameters: 1_073_466,
      multiplyAdds: 153_272_970,
      index: 6111
    })
    expect(rankOf(cifar10, best)).toBe(1)
    expect(bestLoss(cifar10)).toBe(1 - 91.6067 / 100)
    expect(tableSize(cifar10)).toBe(15_625)
  })

  it("ranks by loss, equal losses alike", async () => {
    const single = await table("cifar10", "valid-single")
    const { loss } = single.columns
    for (const row of [0, 1, 777, 15_624]) {
      expect(rankOf(single, architectures[row]!)).toBe(1 + loss.filter((other) => other < loss[row]!).length)
    }
  })

  it("gives every data set and measure a digest of its own, which the log's identity leads back to", async () => {
    const choices = nb201DataSets.flatMap((data) => nb201Measures.map((measure) => ({ data, measure })))
      .filter(({ data, measure }) => measure !== "valid-single" || data === "cifar10")
    const tables = await Promise.all(choices.map(({ data, measure }) => table(data, measure)))
    expect(new Set(tables.map(({ data }) => data.digest)).size).toBe(7)
    expect(tables.map(({ data }) => nb201ChoiceOf(data))).toEqual(choices)
    expect(nb201ChoiceOf({ name: "my-table", measure: "valid", digest: "" })).toBeUndefined()
  })

  it("keeps the digest that logs refer to", async () => {
    expect((await table("cifar10", "valid")).data).toEqual({
      name: "nb201/cifar10",
      measure: "valid",
      digest: "3e7ec1ed09a97e78ac01c1616cf566af4d85a33a01c3973d954eafd5fddca710"
    })
  })

  it("says what it has where something else is asked for", async () => {
    expect((await refusal("cifar", "valid")).message)
      .toBe("NAS-Bench-201 has no data set \"cifar\": choose cifar10, cifar100, imagenet16-120")
    expect((await refusal("cifar10", "test")).message)
      .toBe("NAS-Bench-201 has no measure \"test\": choose valid, valid-single, valid-12")
    expect((await refusal("cifar100", "valid-single")).message)
      .toBe("the measure valid-single exists for cifar10 only, not for cifar100: choose valid or valid-12")
  })
})

const source = "../shared/data/nb201/nb201.csv"

describe.skipIf(!existsSync(source))(`the shipped table against its source (skipped where ${source} is missing)`, () => {
  const csv = existsSync(source) ? readFileSync(source, "utf8") : ""

  it("is what the script makes of it, and gives every decimal of the source back", () => {
    const rows = sortedRows(csv)
    const packed = decodeColumns(packNb201Table(csv))
    expect(packed.names).toEqual(file.names)
    expect(rows.map((row) => row.get("arch"))).toEqual(architectures.map((a) => printArchitecture(nb201, a)))
    for (const { name, from, decimals, times } of csvColumns) {
      const values = file.column(name)
      expect(packed.column(name)).toEqual(values)
      const sourceDecimals = times === 1 ? decimals : 6
      expect(Array.from(values, (value) => (value / times).toFixed(sourceDecimals)))
        .toEqual(rows.map((row) => Number(row.get(from)).toFixed(sourceDecimals)))
    }
  })

  it("is the same table, bit for bit, as the source read as anybody's CSV", async () => {
    const user = await Effect.runPromise(readTable(source, nb201, { accuracyColumn: "c100_valid_acc", percent: true }))
    expect(user.data.digest).toBe((await table("cifar100", "valid")).data.digest)
  })
})
