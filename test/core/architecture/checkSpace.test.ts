import * as fc from "fast-check"
import { left, right } from "fp-ts/lib/Either.js"
import { describe, expect, test } from "vitest"
import { checkSpace } from "../../../src/core/architecture/checkSpace.ts"
import { readSpace } from "../../../src/core/architecture/readSpace.ts"
import type { Cell, Edge, Space } from "../../../src/core/architecture/space.ts"
import { SpaceCodec } from "../../../src/core/architecture/spaceCodec.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { spaces } from "./randomSpaces.ts"

const withCell = (change: Partial<Cell>): Space => ({ ...nb201, cells: [{ ...nb201.cells[0]!, ...change }] })
const withEdge = (e: number, edge: Edge): Space => withCell({ edges: nb201.cells[0]!.edges.with(e, edge) })
const twoInputs = (change: Partial<Cell>): Space =>
  ({ ...nasnet, cells: [{ ...nasnet.cells[0]!, ...change }, nasnet.cells[1]!] })

const impossible: readonly (readonly [what: string, space: Space, sentence: string])[] = [
  ["no operations", { ...nb201, operations: [] }, "operations: a space needs at least one operation"],
  ["too many operations", { ...nb201, operations: Array.from({ length: 257 }, String) },
    "operations: 257 operations, at most 256 are possible"],
  ["an operation twice", { ...nb201, operations: ["none", "conv", "none"] },
    "operations[2]: \"none\" stands in the list twice"],
  ["an operation without a name", { ...nb201, operations: ["none", ""] }, "operations[1]: the name is empty"],
  ["a bar in a name", { ...nb201, operations: ["no|ne"] },
    "operations[0]: a name cannot hold \"|\", which would break the printed form"],
  ["white space in a name", { ...nb201, operations: ["none", "conv 3x3"] },
    "operations[1]: a name cannot hold \" \", which would break the printed form"],
  ["half a character in a name", { ...nb201, operations: ["a\ud800"] },
    "operations[0]: a name cannot hold \"\\ud800\", which would break the printed form"],
  ["an endless name", { ...nb201, operations: ["x".repeat(101)] },
    "operations[0]: the name is longer than 100 characters"],
  ["no cells", { ...nb201, cells: [] }, "cells: a space needs at least one cell"],
  ["two cells of one name", { ...nasnet, cells: [nasnet.cells[0]!, nasnet.cells[0]!] },
    "cells[1].name: another cell has the name \"normal\""],
  ["an equals sign in a cell's name", withCell({ name: "a=b" }),
    "cells[0].name: a name cannot hold \"=\", which would break the printed form"],
  ["an edge backwards", withEdge(5, { from: 3, to: 2 }),
    "cells[0].edges[5]: an edge leads from an earlier node to a later one"],
  ["an edge to itself", withEdge(5, { from: 3, to: 3 }),
    "cells[0].edges[5]: an edge leads from an earlier node to a later one"],
  ["an edge to nowhere", withEdge(5, { from: 2, to: 4 }),
    "cells[0].edges[5]: there is no node 4, the last one of the cell is 3"],
  ["an edge into an input", twoInputs({ edges: [{ from: 0, to: 1 }] }),
    "cells[0].edges[0]: node 1 is an input of the cell, no edge can lead to it"],
  ["an edge twice", withEdge(5, { from: 1, to: 3 }), "cells[0].edges[5]: there is already an edge 1 -> 3"],
  ["an edge without operations", withEdge(1, { from: 0, to: 2, operations: [] }),
    "cells[0].edges[1].operations: the list is empty, no operation could stand here"],
  ["an edge with a foreign operation", withEdge(1, { from: 0, to: 2, operations: ["none", "conv_3x3"] }),
    "cells[0].edges[1].operations[1]: \"conv_3x3\" is not among the space's operations"],
  ["an edge with an operation twice", withEdge(1, { from: 0, to: 2, operations: ["none", "none"] }),
    "cells[0].edges[1].operations[1]: \"none\" stands in the list twice"],
  ["a node that nothing leads to", withCell({ nodes: 4 }), "cells[0]: node 4 has no incoming edge"],
  ["more nodes than anyone could fold", withCell({ nodes: 2 ** 52 }),
    "cells[0]: 4503599627370497 nodes, at most 4096 are possible"],
  ["more edges than anyone could fold", withCell({ edges: Array.from({ length: 4097 }, () => ({ from: 0, to: 1 })) }),
    "cells: 4097 edges in all, at most 4096 are possible"],
  ["a two-inputs node with one input", twoInputs({ edges: nasnet.cells[0]!.edges.slice(1) }),
    "cells[0]: node 2 needs two incoming edges with an operation other than none (derivation two-inputs)"],
  ["a two-inputs space of nothing but none", { ...nasnet, operations: ["none"] },
    "cells[0]: node 2 needs two incoming edges with an operation other than none (derivation two-inputs)"],
  ["a two-inputs cell whose name is no field of a genotype", twoInputs({ name: "my-cell" }),
    "cells[0].name: \"my-cell\" cannot be a field of a genotype: letters, digits and _, not ending in _concat"],
  ["a two-inputs cell that looks like the concat of another", twoInputs({ name: "reduce_concat" }),
    "cells[0].name: \"reduce_concat\" cannot be a field of a genotype: letters, digits and _, not ending in _concat"],
  ["a nameless space", { ...nb201, name: "" }, "name: the name is empty"]
]

describe("a space is refused with its first problem, for", () => {
  test.each(impossible)("%s", (_, space, sentence) => {
    expect(checkSpace(space)).toEqual(left(sentence))
  })
})

test("the built-in spaces are possible, also after a way through JSON", () => {
  for (const space of [nasnet, nb201]) {
    expect(checkSpace(space)).toEqual(right(space))
    expect(readSpace(JSON.parse(JSON.stringify(SpaceCodec.encode(space))))).toEqual(right(space))
  }
})

test("random spaces are possible, and so is what JSON makes of them", () => {
  fc.assert(fc.property(spaces(), (space) => {
    expect(readSpace(JSON.parse(JSON.stringify(SpaceCodec.encode(space))))).toEqual(right(space))
  }), { numRuns: 50 })
})

test("any JSON gives a space or a sentence, never an exception", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => {
    expect(typeof (readSpace(json) as { left?: unknown }).left).toBe("string")
  }))
})

const json = (change: (space: any) => void): unknown => {
  const copy = JSON.parse(JSON.stringify(nb201))
  change(copy)
  return copy
}

describe("a user's JSON is refused by its path, for", () => {
  test.each<readonly [string, unknown, string]>([
    ["a negative node", json((space) => (space.cells[0].edges[2].from = -1)),
      "cells[0].edges[2].from: a whole number from 0 on expected, got -1"],
    ["a node in quotes", json((space) => (space.cells[0].edges[2].to = "2")),
      "cells[0].edges[2].to: a whole number from 0 on expected, got \"2\""],
    ["a missing field", json((space) => delete space.cells[0].nodes),
      "cells[0].nodes: a whole number from 1 on expected, got nothing"],
    ["a misspelled field", json((space) => { space.cells[0].nodez = 3; delete space.cells[0].nodes }),
      "cells[0].nodez: no such key; the keys here are name, inputs, nodes, edges"],
    ["a misspelled optional field", json((space) => (space.cells[0].edges[0].operation = ["none"])),
      "cells[0].edges[0].operation: no such key; the keys here are from, to, operations"],
    ["an unknown derivation", json((space) => (space.derivation = "darts")),
      "derivation: \"two-inputs\", \"every-edge\" or \"no-genotype\" expected, got \"darts\""],
    ["a list", [], "an object expected, got a list"],
    ["nothing at all", null, "an object expected, got null"],
    ["an impossible edge", json((space) => (space.cells[0].edges[2].from = 2)),
      "cells[0].edges[2]: an edge leads from an earlier node to a later one"]
  ])("%s", (_, value, sentence) => {
    expect(readSpace(value)).toEqual(left(sentence))
  })
})
