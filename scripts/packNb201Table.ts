import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { encodeColumns } from "../src/effects/trainer/table/columnFile.ts"

/**
 * Makes data/nb201.columns from the gathered CSV (data/README.md):
 * node scripts/packNb201Table.ts [FILE.csv], by default ../shared/data/nb201/nb201.csv
 */

/** What ships under which name: the column of the CSV, the decimals kept, the factor between the units. */
export const csvColumns = [
  { name: "index", from: "index", decimals: 0, times: 1 },
  { name: "cifar10/valid", from: "c10_valid_acc", decimals: 4, times: 1 },
  { name: "cifar10/valid-test", from: "c10_valid_test_acc", decimals: 4, times: 1 },
  { name: "cifar10/test", from: "c10_test_acc", decimals: 4, times: 1 },
  { name: "cifar10/valid-single", from: "c10_valid_acc_single", decimals: 4, times: 1 },
  { name: "cifar10/valid-12", from: "c10_valid_acc_e12", decimals: 4, times: 1 },
  { name: "cifar10/test-12", from: "c10_test_acc_e12", decimals: 4, times: 1 },
  { name: "cifar100/valid", from: "c100_valid_acc", decimals: 4, times: 1 },
  { name: "cifar100/test", from: "c100_test_acc", decimals: 4, times: 1 },
  { name: "cifar100/valid-12", from: "c100_valid_acc_e12", decimals: 4, times: 1 },
  { name: "cifar100/test-12", from: "c100_test_acc_e12", decimals: 4, times: 1 },
  { name: "imagenet16-120/valid", from: "in16_valid_acc", decimals: 4, times: 1 },
  { name: "imagenet16-120/test", from: "in16_test_acc", decimals: 4, times: 1 },
  { name: "imagenet16-120/valid-12", from: "in16_valid_acc_e12", decimals: 4, times: 1 },
  { name: "imagenet16-120/test-12", from: "in16_test_acc_e12", decimals: 4, times: 1 },
  { name: "parameters", from: "params_m", decimals: 0, times: 1e6 },
  { name: "multiply-adds", from: "flops_m", decimals: 0, times: 1e6 }
]

/** The benchmark's own edge order and operation names; sorting by these digits is the order of `allArchitectures`. */
const operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"]
const sortKey = (architecture: string): string =>
  Array.from(architecture.matchAll(/(\w+)~\d/g), ([, operation]) => operations.indexOf(operation!)).join("")

/** The CSV's rows as `[csv name, text]` maps, in the order of the shipped columns. */
export const sortedRows = (csv: string): readonly ReadonlyMap<string, string>[] => {
  const [header, ...lines] = csv.trim().split("\n").map((line) => line.split(","))
  return lines
    .map((cells) => new Map(header!.map((name, i) => [name, cells[i]!])))
    .toSorted((a, b) => (sortKey(a.get("arch")!) < sortKey(b.get("arch")!) ? -1 : 1))
}

export const packNb201Table = (csv: string): Uint8Array => {
  const rows = sortedRows(csv)
  return encodeColumns(csvColumns.map(({ name, from, decimals, times }) => ({
    name,
    decimals,
    values: Float64Array.from(rows, (row) => {
      const value = Number(row.get(from))
      return times === 1 ? value : Math.round(value * times)
    })
  })))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source = process.argv[2] ?? new URL("../../shared/data/nb201/nb201.csv", import.meta.url)
  const file = packNb201Table(readFileSync(source, "utf8"))
  writeFileSync(new URL("../data/nb201.columns", import.meta.url), file)
  console.log(`data/nb201.columns: ${file.length} bytes`)
}
