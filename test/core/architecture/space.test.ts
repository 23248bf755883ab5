import { describe, expect, test } from "vitest"
import {
  allowedOperations, cardinality, edgeCount, edgesOf, operationCount, operationMask
} from "../../../src/core/architecture/space.ts"
import { builtInSpaces, spaceByName } from "../../../src/core/architecture/spaces/builtIn.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"

describe("the built-in spaces", () => {
  test("nasnet has 28 edges, 8 operations and 8^28 architectures, 8^14 a cell", () => {
    expect([edgeCount(nasnet), operationCount(nasnet)]).toEqual([28, 8])
    expect(cardinality(nasnet)).toBe(19342813113834066795298816n)
    expect(cardinality({ ...nasnet, cells: nasnet.cells.slice(0, 1) })).toBe(4398046511104n)
  })

  test("nb201 has 6 edges, 5 operations and 15,625 architectures", () => {
    expect([edgeCount(nb201), operationCount(nb201)]).toEqual([6, 5])
    expect(cardinality(nb201)).toBe(15625n)
  })

  test("number their edges node by node, each node's from node 0 on", () => {
    expect(edgesOf(nb201).map(({ from, to }) => [from, to])).toEqual([[0, 1], [0, 2], [1, 2], [0, 3], [1, 3], [2, 3]])
    expect(nasnet.cells[1]!.edges.slice(0, 5).map(({ from, to }) => [from, to]))
      .toEqual([[0, 2], [1, 2], [0, 3], [1, 3], [2, 3]])
  })

  test("are found by their names, and nothing else is", () => {
    expect(builtInSpaces.map(({ name }) => spaceByName(name))).toEqual([nasnet, nb201])
    expect(["NASNET", "", "toString"].map(spaceByName)).toEqual([null, null, null])
  })
})

describe("a space whose edges have operations of their own", () => {
  const space = {
    name: "own",
    operations: ["none", "skip", "conv"],
    cells: [{
      name: "cell",
      inputs: 1,
      nodes: 2,
      edges: [{ from: 0, to: 1, operations: ["conv", "none"] }, { from: 1, to: 2 }]
    }],
    derivation: "every-edge"
  } as const

  test("lists and masks them in the order of the union, whatever order the edge gives", () => {
    expect(allowedOperations(space)).toEqual([[0, 2], [0, 1, 2]])
    expect([...operationMask(space)]).toEqual([1, 0, 1, 1, 1, 1])
    expect(cardinality(space)).toBe(6n)
  })
})
