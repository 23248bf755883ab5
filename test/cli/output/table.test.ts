import { expect, test } from "vitest"
import { table } from "../../../src/cli/output/table.ts"

const columns = [{ title: "step", align: "right" }, { title: "architecture", cut: true }] as const
const rows = [["7", "normal=|sep_conv_3x3~0|"], ["12", "short"]]

test("columns are aligned, and the last one is not padded", () => {
  expect(table(columns, rows, Infinity)).toEqual([
    "step  architecture",
    "   7  normal=|sep_conv_3x3~0|",
    "  12  short"
  ])
})

test("only a column that says so is cut, to the room that there is, and never to nothing", () => {
  expect(table(columns, rows, 20)[1]).toBe("   7  normal=|sep_c…")
  expect(table(columns, rows, 1)[1]).toBe("   7  normal=…")
  expect(table([columns[0], { title: "architecture" }], rows, 20)[1]).toBe("   7  normal=|sep_conv_3x3~0|")
})
