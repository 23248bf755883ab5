import { writeFileSync } from "node:fs"
import { join } from "node:path"

/** A user's own space: one node after another, three edges, one of which has fewer operations. 3 * 3 * 2 choices. */
export const smallSpace = {
  name: "three-edges",
  operations: ["none", "pool", "conv"],
  cells: [{ name: "cell", inputs: 1, nodes: 2, edges: [{ from: 0, to: 1 }, { from: 0, to: 2 }, { from: 1, to: 2, operations: ["pool", "conv"] }] }],
  derivation: "no-genotype"
} as const

const operations = smallSpace.operations

/** Every architecture of it with its loss; those with `none` into the first node diverge. */
const rows: readonly (readonly [string, string])[] = operations.flatMap((first, i) =>
  operations.flatMap((second, j) => smallSpace.cells[0].edges[2].operations.map((third, k) =>
    [`|${first}~0|+|${second}~0|${third}~1|`, i === 0 ? "NaN" : String(0.9 - 0.2 * i - 0.1 * j - 0.05 * k)] as const)))

/** The loss of the best one, `|conv~0|+|conv~0|conv~1|`. */
export const smallest = 0.9 - 0.2 * 2 - 0.1 * 2 - 0.05

export const table = (keep: (architecture: string) => boolean = () => true): string =>
  `architecture,loss\n${rows.filter(([architecture]) => keep(architecture)).map((row) => `${row.join(",")}\n`).join("")}`

/** Writes both files and gives the options that search them. */
export const writeSmallTable = (folder: string, csv = table()): readonly string[] => {
  const files = { space: join(folder, "space.json"), table: join(folder, "losses.csv") }
  writeFileSync(files.space, JSON.stringify(smallSpace))
  writeFileSync(files.table, csv)
  return ["--space", files.space, "--trainer", `table:${files.table}`]
}
