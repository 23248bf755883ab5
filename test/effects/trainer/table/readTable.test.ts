import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { printArchitecture } from "../../../../src/core/architecture/notation.ts"
import type { Space } from "../../../../src/core/architecture/space.ts"
import { nasnet } from "../../../../src/core/architecture/spaces/nasnet.ts"
import { entryOf, rankOf, tableSize } from "../../../../src/effects/trainer/table/measuredTable.ts"
import { readTable } from "../../../../src/effects/trainer/table/readTable.ts"
import type { TableOptions } from "../../../../src/effects/trainer/table/tableColumns.ts"

/** Two edges, two operations: four architectures. */
const small: Space = {
  name: "small",
  operations: ["none", "conv"],
  cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [{ from: 0, to: 1 }, { from: 0, to: 2 }] }],
  derivation: "every-edge"
}

const folder = mkdtempSync(join(tmpdir(), "pvll-table-"))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const read = (content: string | Uint8Array, options: TableOptions = {}, name = "t.csv") =>
  Effect.runPromise(readTable(write(name, content), small, options))
const refused = (path: string, options: TableOptions = {}) => Effect.runPromise(Effect.flip(readTable(path, small, options)))

/** The message without the folder. */
const refusal = async (content: string | Uint8Array, options: TableOptions = {}, name = "t.csv") => {
  const error = await refused(write(name, content), options)
  expect(error._tag).toBe("TableError")
  return error.message.replace(folder, "").slice(1)
}

const rows = "|none~0|+|none~0|,0.4\n|none~0|+|conv~0|,0.3\n|conv~0|+|none~0|,0.2\n|conv~0|+|conv~0|,0.2\n"
const csv = `arch,loss\n${rows}`

describe("a table of one's own", () => {
  it("is read from CSV", async () => {
    const table = await read(csv)
    expect(tableSize(table)).toBe(4)
    expect(entryOf(table, [0, 1])).toEqual({ loss: 0.3 })
    expect([[0, 0], [0, 1], [1, 0], [1, 1]].map((a) => rankOf(table, a))).toEqual([4, 3, 1, 1])
    expect(table.data).toMatchObject({ name: "t", measure: "loss" })
  })

  it("is the same from NDJSON, in any order of rows, with a byte-order mark, CRLF, tabs, quotes, blank lines", async () => {
    const lines = rows.trim().split("\n").map((row) => row.split(","))
    const ndjson = lines.toReversed().map(([arch, loss]) => JSON.stringify({ loss: Number(loss), arch })).join("\n")
    const { data } = await read(csv)
    expect((await read(ndjson, {}, "t.ndjson")).data).toEqual(data)
    expect((await read(`\uFEFF${csv.replaceAll("\n", "\r\n")}`)).data).toEqual(data)
    expect((await read(csv.replaceAll(",", "\t"))).data).toEqual(data)
    expect((await read(csv.replaceAll(",", " ; "))).data).toEqual(data)
    expect((await read(csv.replaceAll("\n", "\n\n"))).data).toEqual(data)
    expect((await read(csv.replaceAll(/^(.*),/gm, "\"$1\","))).data).toEqual(data)
  })

  it("has another digest where a loss differs in its last bit", async () => {
    expect((await read(csv.replace("0.3", "0.30000000000000004"))).data.digest).not.toBe((await read(csv)).data.digest)
  })

  it("makes losses of accuracies, also of percent", async () => {
    const percent = await read("arch,val_acc,test acc\n" + rows.replaceAll("0.", "50.").replaceAll("\n", ",60.5\n"), { percent: true })
    expect(entryOf(percent, [0, 1])).toEqual({ loss: 1 - 50.3 / 100, accuracy: 50.3 / 100, testAccuracy: 60.5 / 100 })
    const fraction = await read(csv.replace("loss", "Validation-Accuracy"))
    expect(entryOf(fraction, [0, 1])).toEqual({ loss: 0.7, accuracy: 0.3 })
  })

  it("takes the columns that are named", async () => {
    const wide = `cell,a,b,c\n${rows.replaceAll("\n", ",0.5,0.6\n")}`
    const table = await read(wide, { architectureColumn: "cell", lossColumn: "a", accuracyColumn: "b", testColumn: "c" })
    expect(entryOf(table, [1, 1])).toEqual({ loss: 0.2, accuracy: 0.5, testAccuracy: 0.6 })
    const named = await read(`arch,loss,other\n${rows.replaceAll("\n", ",0.5\n")}`, { accuracyColumn: "other" })
    expect(entryOf(named, [1, 1])).toEqual({ loss: 0.5, accuracy: 0.5 })
  })

  it("keeps losses that are not finite", async () => {
    const table = await read(csv.replace("0.4", "NaN").replace("0.3", "inf"))
    expect(entryOf(table, [0, 0])).toEqual({ loss: Number.NaN })
    expect(entryOf(table, [0, 1])).toEqual({ loss: Infinity })
    expect([[0, 0], [0, 1], [1, 0]].map((a) => rankOf(table, a))).toEqual([3, 3, 1])
  })

  it("may lack architectures and measurements where that is allowed", async () => {
    const table = await read("arch,loss\n|none~0|+|none~0|,0.4\n|none~0|+|conv~0|,\n", { allowMissing: true })
    expect(tableSize(table)).toBe(1)
    expect(entryOf(table, [0, 1])).toBeUndefined()
    expect(rankOf(table, [0, 1])).toBeUndefined()
  })

  it("needs no --allow-missing in a space that nobody can measure completely", async () => {
    const architecture = Array.from({ length: 28 }, (_, e) => e % 8)
    const path = write("t.csv", `arch,loss\n${printArchitecture(nasnet, architecture)},0.5\n`)
    expect(entryOf(await Effect.runPromise(readTable(path, nasnet)), architecture)).toEqual({ loss: 0.5 })
  })

  it("is read over the borders of blocks, with the right line in the error", async () => {
    const pad = "x".repeat(150_000)
    const wide = `pad,${csv.trim().replaceAll("\n", `\n${pad},`)}\n`
    expect(tableSize(await read(wide))).toBe(4)
    expect(await refusal(wide.replace("0.2", "high"))).toBe("t.csv, line 4, column \"loss\": \"high\" is not a number")
    const ndjson = rows.trim().split("\n").map((row) => `{"pad":"${pad}","arch":"${row.split(",")[0]}","loss":${row.split(",")[1]}}\n`)
    expect(await refusal(ndjson.join("").replace("0.2", "\"high\""), {}, "t.jsonl"))
      .toBe("t.jsonl, line 3, column \"loss\": \"high\" is not a number")
  })
})

describe("a table that cannot be used says so in one sentence", () => {
  it.each<[string, string, TableOptions, string]>([
    ["an empty file", "", {}, "t.csv: the file is empty"],
    ["a blank file", "\n \n", {}, "t.csv: the file is empty"],
    ["a header alone", "arch,loss\n", {}, "t.csv: the table has no row with a measurement"],
    ["no column of architectures", csv.replace("arch", "network"), {},
      "t.csv: no column of architectures; its columns are \"network\", \"loss\": choose one with --architecture-column"],
    ["no column of losses", csv.replace("loss", "value"), {},
      "t.csv: no column of losses or accuracies; its columns are \"arch\", \"value\": choose one with --loss-column or --accuracy-column"],
    ["a misspelt column", csv, { lossColumn: "los" },
      "t.csv: no column is called \"los\" (did you mean \"loss\"?); its columns are \"arch\", \"loss\""],
    ["a column that is not there", csv, { testColumn: "imagenet" },
      "t.csv: no column is called \"imagenet\"; its columns are \"arch\", \"loss\""],
    ["two columns of one name", csv.replace("arch,", "loss,"), {}, "t.csv, line 1: two columns are called \"loss\""],
    ["an empty cell", csv.replace("0.3", ""), {},
      "t.csv, line 3, column \"loss\": the cell is empty; fill it, or give --allow-missing to record it as failed"],
    ["a row that is too short", csv.replace(",0.3", ""), {}, "t.csv, line 3: this row has 1 cells where the header has 2"],
    ["a row that is too long", csv.replace("0.3", "0,3"), {}, "t.csv, line 3: this row has 3 cells where the header has 2"],
    ["a missing architecture", csv.replace("|none~0|+|conv~0|", ""), {}, "t.csv, line 3, column \"arch\": the architecture is missing"],
    ["a loss that is no number", csv.replace("0.3", "0x3"), {}, "t.csv, line 3, column \"loss\": \"0x3\" is not a number"],
    ["an accuracy in percent", csv.replace("loss", "accuracy").replace("0.3", "30.5"), {},
      "t.csv, line 3, column \"accuracy\": the accuracy 30.5 is above 1; give --percent if it is in percent"],
    ["an accuracy above 100 percent", csv.replace("loss", "accuracy").replace("0.3", "101"), { percent: true },
      "t.csv, line 3, column \"accuracy\": the accuracy 101 is not between 0 and 100"],
    ["an accuracy below 0", csv.replace("loss", "accuracy").replace("0.3", "-1"), {},
      "t.csv, line 3, column \"accuracy\": the accuracy -1 is not between 0 and 1"],
    ["an accuracy of NaN", csv.replace("loss", "accuracy").replace("0.3", "nan"), {},
      "t.csv, line 3, column \"accuracy\": NaN is not an accuracy; leave the cell empty and give --allow-missing, or give a column of losses"],
    ["an architecture twice", csv.replace("|none~0|+|conv~0|", "|none~0|+|none~0|"), {},
      "t.csv, line 3, column \"arch\": this architecture stands on line 2 too; keep one row an architecture"],
    ["an incomplete table", csv.replace(/.*conv~0\|,0.*\n/g, ""), {},
      "t.csv: 2 of 4 architectures are missing, the first is |none~0|+|conv~0|; give --allow-missing to record them as failed"],
    ["a quote left open", csv.replace("0.3", "\"0.3"), {}, "t.csv, line 5: a quote is opened and never closed"],
    ["a quote inside a cell", csv.replace("0.3", "0\"3"), {},
      "t.csv, line 3: a quote stands in the middle of a cell that does not begin with one"],
    ["something after a quote", csv.replace("0.3", "\"0\"3"), {},
      "t.csv, line 3: something follows a closing quote before the cell ends"],
    ["a JSON array", "[{\"arch\": 1}]", {},
      "t.csv, line 1: this line is not a JSON object; an NDJSON table has one JSON object a line"],
    ["NDJSON that is cut off", "{\"arch\":\"|none~0|+|none~0|\",\"loss\":0.4}\n{\"arch\":", {},
      "t.csv, line 2: this line is not JSON; an NDJSON table has one JSON object a line"],
    ["an NDJSON row without a loss", "{\"arch\":\"|none~0|+|none~0|\",\"loss\":0.4}\n{\"arch\":\"|none~0|+|conv~0|\"}\n", {},
      "t.csv, line 2, column \"loss\": the cell is empty; fill it, or give --allow-missing to record it as failed"],
    ["an NDJSON architecture that is a list", "{\"arch\":[0,1],\"loss\":0.4}\n", {},
      "t.csv, line 1, column \"arch\": the architecture is not a text"]
  ])("%s", async (_, content, options, message) => {
    expect(await refusal(content, options)).toBe(message)
  })

  it("an unknown operation and text that is no architecture, in the words of the notation", async () => {
    expect(await refusal(csv.replace("|none~0|+|conv~0|", "|none~0|+|cnv~0|"))).toMatch(/^t\.csv, line 3, column "arch": .*"cnv"/)
    expect(await refusal(csv.replace("|none~0|+|conv~0|", "none+conv"))).toMatch(/^t\.csv, line 3, column "arch": /)
  })

  it("bytes that are not UTF-8, by their line, and UTF-16", async () => {
    const latin1 = Buffer.from(csv.replace("0.3", "0.3\u00e9"), "latin1")
    expect(await refusal(latin1)).toBe("t.csv, line 3: this is not UTF-8 text; save the table as UTF-8")
    expect(await refusal(Buffer.from(`\uFEFF${csv}`, "utf16le"))).toBe("t.csv, line 1: this is not UTF-8 text; save the table as UTF-8")
  })

  it("a folder, and a file that is not there", async () => {
    expect((await refused(folder)).message).toBe(`${folder}: this is a folder; give a CSV or NDJSON file`)
    const nowhere = join(folder, "nowhere.csv")
    expect((await refused(nowhere)).message).toBe(`${nowhere}: there is no such file`)
  })

  it("a line without an end", async () => {
    expect(await refusal(`arch,loss\n${"x".repeat(17 * 1024 * 1024)}`))
      .toBe("t.csv, line 2: this line is longer than 16 MiB; is the file a table?")
  })
})
