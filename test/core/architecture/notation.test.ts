import * as fc from "fast-check"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, test } from "vitest"
import { parseArchitecture, printArchitecture } from "../../../src/core/architecture/notation.ts"
import type { Space } from "../../../src/core/architecture/space.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { spacesWithArchitectures } from "./randomSpaces.ts"

const cell = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|none~2|"

test("an nb201 cell prints in the form of the benchmark", () => {
  expect(printArchitecture(nb201, [3, 3, 4, 1, 3, 0])).toBe(cell)
  expect(parseArchitecture(nb201, cell)).toEqual(right([3, 3, 4, 1, 3, 0]))
})

test("several cells carry their names", () => {
  const two: Space = { ...nb201, cells: ["normal", "reduce"].map((name) => ({ ...nb201.cells[0]!, name })) }
  const text = printArchitecture(two, [3, 3, 4, 1, 3, 0, 0, 0, 0, 0, 0, 1])
  expect(text).toBe(`normal=${cell};reduce=|none~0|+|none~0|none~1|+|none~0|none~1|skip_connect~2|`)
  expect(printArchitecture(nasnet, Array.from({ length: 28 }, () => 3))).toMatch(
    /^normal=\|skip_connect~0\|skip_connect~1\|\+.*;reduce=\|skip_connect~0\|/
  )
})

test("white space around an architecture is let pass", () => {
  expect(parseArchitecture(nb201, `  ${cell}\r\n`)).toEqual(right([3, 3, 4, 1, 3, 0]))
})

test("what is printed reads back as the same architecture, in any space", () => {
  fc.assert(fc.property(spacesWithArchitectures(), ({ space, architecture }) => {
    expect(parseArchitecture(space, printArchitecture(space, architecture))).toEqual(right(architecture))
  }))
})

test("any text gives an architecture that prints as that text, or a sentence", () => {
  const piece = fc.constantFrom("|", "~0", "~1", "+", "none", "nor_conv_3x3", "x", " ", ";", "cell=")
  const pieces = fc.array(piece, { maxLength: 24 })
  fc.assert(fc.property(fc.oneof(pieces.map((list) => list.join("")), fc.string()), (text) => {
    const parsed = parseArchitecture(nb201, text)
    expect(parsed._tag === "Left" ? typeof parsed.left : printArchitecture(nb201, parsed.right))
      .toBe(parsed._tag === "Left" ? "string" : text.trim())
  }))
})

describe("a text is refused with the place where it departs, for", () => {
  const own: Space = {
    ...nb201,
    cells: [{ ...nb201.cells[0]!, edges: nb201.cells[0]!.edges.with(0, { from: 0, to: 1, operations: ["none"] }) }]
  }
  const operations = "none, skip_connect, nor_conv_1x1, nor_conv_3x3, avg_pool_3x3"
  test.each<readonly [string, Space, string, string]>([
    ["nothing", nb201, "", "\"|\" expected at character 1, got the end"],
    ["an operation that does not exist", nb201, cell.replace("avg_pool", "max_pool"),
      `no operation "max_pool_3x3" (character ${cell.indexOf("avg_pool") + 1}); edge 1 -> 2 has ${operations}`],
    ["an operation that the edge lacks", own, cell,
      "the edge lacks the operation \"nor_conv_3x3\" (character 2); edge 0 -> 1 has none"],
    ["an operation left out", nb201, cell.replace("none", ""),
      `no operation "" (character ${cell.indexOf("none") + 1}); edge 2 -> 3 has ${operations}`],
    ["another input", nb201, cell.replace("3x3~1", "3x3~0"),
      `"~1" expected at character ${cell.indexOf("~1") + 1}, got "~0"`],
    ["a text cut short", nb201, cell.slice(0, -8), `"|" expected at character ${cell.length - 7}, got the end`],
    ["one node too few", nb201, cell.slice(0, cell.lastIndexOf("+")),
      `"+" expected at character ${cell.lastIndexOf("+") + 1}, got the end`],
    ["one node too many", nb201, `${cell}+|none~0|`,
      `the architecture ends before character ${cell.length + 1}, but "+|none~0|" follows`],
    ["a cell's name where there is one cell", nb201, `cell=${cell}`, "\"|\" expected at character 1, got \"c\""],
    ["another cell's name", nasnet, "reduce=|", "\"normal=\" expected at character 1, got \"reduce=\""]
  ])("%s", (_, space, text, sentence) => {
    expect(parseArchitecture(space, text)).toEqual(left(sentence))
  })
})
