import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { parseArchitecture } from "../../../../src/core/architecture/notation.ts"
import { nb201 } from "../../../../src/core/architecture/spaces/nb201.ts"
import type { Space } from "../../../../src/core/architecture/space.ts"
import { openTable } from "../../../../src/effects/search/tableSource.ts"
import { entryOf, tableSize } from "../../../../src/effects/trainer/table/measuredTable.ts"

const choice = { type: "shipped", data: "cifar10", measure: "valid" } as const
const opened = (space: Space) => Effect.runPromise(openTable(choice, space))
const architecture = (space: Space, text: string) => {
  const parsed = parseArchitecture(space, text)
  if (parsed._tag === "Left") throw new Error(parsed.left)
  return parsed.right
}

const convolutions: Space = { ...nb201, name: "convolutions", operations: ["nor_conv_3x3", "skip_connect", "nor_conv_1x1"] }
const cell = nb201.cells[0]!
const fewerEdges: Space = {
  ...nb201,
  name: "fewer edges",
  cells: [{ ...cell, edges: cell.edges.filter(({ from, to }) => !(from === 0 && to === 3)) }]
}

describe("a part of NAS-Bench-201 is measured by the table that ships with pvll", () => {
  it("fewer operations, in another order", async () => {
    const [whole, part] = [await opened(nb201), await opened(convolutions)]
    expect(tableSize(part)).toBe(3 ** 6)
    const text = "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_1x1~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|"
    expect(entryOf(part, architecture(convolutions, text))).toEqual(entryOf(whole, architecture(nb201, text)))
    expect(part.data).toMatchObject({ name: "nb201/cifar10", measure: "valid" })
    expect(part.data.digest).not.toBe(whole.data.digest)
  })

  it("fewer edges: one that is left out carries none", async () => {
    const [whole, part] = [await opened(nb201), await opened(fewerEdges)]
    expect(tableSize(part)).toBe(5 ** 5)
    expect(entryOf(part, architecture(fewerEdges, "|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~1|nor_conv_1x1~2|")))
      .toEqual(entryOf(whole, architecture(nb201,
        "|nor_conv_3x3~0|+|skip_connect~0|nor_conv_1x1~1|+|none~0|nor_conv_3x3~1|nor_conv_1x1~2|")))
  })

  it("any other space needs a table of its own", async () => {
    for (const space of [
      { ...nb201, name: "other operations", operations: ["none", "pool"] },
      { ...nb201, name: "more nodes", cells: [{ ...cell, nodes: 4 }] },
      { ...nb201, name: "two cells", cells: [cell, { ...cell, name: "other" }] }
    ]) {
      const error = await Effect.runPromise(Effect.flip(openTable(choice, space)))
      expect(error.message).toBe(`the table that comes with pvll holds the space nb201 and its parts, not ${space.name}: give --trainer table:FILE`)
    }
  })
})
