import { expect, test } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { architectureDrawing } from "../../../src/cli/output/architectureDrawing.ts"

test("each node shows what it sums, and edges of none are left out", () => {
  expect(architectureDrawing(nb201, [3, 1, 0, 0, 4, 2])).toEqual([
    "cell",
    "  input  ── nor_conv_3x3 ────▶ node 1",
    "  input  ── skip_connect ────▶ node 2",
    "  node 1 ── avg_pool_3x3 ──┐",
    "  node 2 ── nor_conv_1x1 ──┴─▶ node 3"
  ])
})

test("a cell of two inputs names them as the paper does, and says what it gives", () => {
  const architecture = nasnet.cells.flatMap((cell) => cell.edges.map(({ from, to }) => (from < 2 && to < 5 ? 4 : 0)))
  const lines = architectureDrawing(nasnet, architecture)
  expect(lines.slice(0, 3)).toEqual([
    "normal cell",
    "  c_{k-2} ── sep_conv_3x3 ──┐",
    "  c_{k-1} ── sep_conv_3x3 ──┴─▶ node 2"
  ])
  expect(lines).toContainEqual(expect.stringMatching(/^ +nothing +─▶ node 5$/))
  expect(lines.filter((line) => line.includes("concatenated"))).toEqual(Array(2).fill("  nodes 2 to 5, concatenated ─▶ c_k"))
})
