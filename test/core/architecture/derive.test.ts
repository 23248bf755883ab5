import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { deriveArchitecture, deriveGenotype, genotypeText } from "../../../src/core/architecture/derive.ts"
import { allowedOperations, edgeCount, operationCount } from "../../../src/core/architecture/space.ts"
import type { Space } from "../../../src/core/architecture/space.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { paperGenotype } from "./paperGenotype.ts"
import { spaces } from "./randomSpaces.ts"

type Row = Readonly<Record<string, number>>

/** A `[E, K]` from named values; what is not named is 0. */
const parameters = (space: Space, rows: readonly Row[]): Float64Array => {
  const A = new Float64Array(edgeCount(space) * operationCount(space))
  rows.forEach((row, e) =>
    Object.entries(row).forEach(([name, a]) => (A[e * operationCount(space) + space.operations.indexOf(name)] = a)))
  return A
}

/** One node with three inputs to choose from. */
const oneNode: Space = {
  ...nasnet,
  cells: [{ name: "normal", inputs: 3, nodes: 1, edges: [{ from: 0, to: 3 }, { from: 1, to: 3 }, { from: 2, to: 3 }] }]
}

const node = (space: Space, rows: readonly Row[], ranking: "softmax" | "raw") =>
  deriveGenotype(space, parameters(space, rows), ranking)![0]!.nodes[0]

describe("the DARTS rule", () => {
  test("keeps the two inputs with the largest operation, the larger one first", () => {
    expect(node(oneNode, [{ sep_conv_3x3: 1 }, { skip_connect: 2 }, { max_pool_3x3: 3 }], "raw"))
      .toEqual([["max_pool_3x3", 2], ["skip_connect", 1]])
  })

  test("never keeps none, and does not count it as an edge's best operation", () => {
    const rows = [{ none: 9, sep_conv_3x3: 1 }, { none: -9, skip_connect: 2 }, { none: 8, max_pool_3x3: 0.5 }]
    expect(node(oneNode, rows, "raw")).toEqual([["skip_connect", 1], ["sep_conv_3x3", 0]])
  })

  test("softmax and raw A may disagree, since none takes its share of the softmax", () => {
    const rows = [{ none: 5, sep_conv_3x3: 3 }, { skip_connect: 2 }, { max_pool_3x3: 1 }]
    expect(node(oneNode, rows, "raw")).toEqual([["sep_conv_3x3", 0], ["skip_connect", 1]])
    expect(node(oneNode, rows, "softmax")).toEqual([["skip_connect", 1], ["max_pool_3x3", 2]])
  })

  test("of equal ones takes the lower edge, then the lower operation", () => {
    expect(node(oneNode, [{}, {}, {}], "softmax")).toEqual([["max_pool_3x3", 0], ["max_pool_3x3", 1]])
    expect(node(oneNode, [{ skip_connect: 1 }, { dil_conv_5x5: 2, avg_pool_3x3: 2 }, { skip_connect: 1 }], "raw"))
      .toEqual([["avg_pool_3x3", 1], ["skip_connect", 0]])
  })

  test("never takes what an edge lacks", () => {
    const edges = oneNode.cells[0]!.edges.with(2, { from: 2, to: 3, operations: ["none", "avg_pool_3x3"] })
    const space = { ...oneNode, cells: [{ ...oneNode.cells[0]!, edges }] }
    expect(node(space, [{ skip_connect: -3 }, { skip_connect: -3 }, { sep_conv_5x5: 9, avg_pool_3x3: 1 }], "raw"))
      .toEqual([["avg_pool_3x3", 2], ["max_pool_3x3", 0]])
  })

  test("finds the paper's cell in an A that was made from it", () => {
    const rows = nasnet.cells.flatMap((cell, c) => cell.edges.map(({ from, to }) => {
      const entries = paperGenotype[c]!.nodes[to - 2]!
      const rank = entries.findIndex(([, input]) => input === from)
      return rank < 0 ? { none: 3 } : { [entries[rank]![0]]: 2 - rank }
    }))
    expect(deriveGenotype(nasnet, parameters(nasnet, rows), "raw")).toEqual(paperGenotype)
    expect(deriveGenotype(nasnet, parameters(nasnet, rows), "softmax")).toEqual(paperGenotype)
    expect(genotypeText(nasnet, parameters(nasnet, rows), "softmax")).toBe(
      "Genotype("
      + "normal=[('sep_conv_5x5', 0), ('dil_conv_3x3', 1), ('sep_conv_3x3', 1), ('sep_conv_5x5', 0), "
      + "('avg_pool_3x3', 3), ('dil_conv_5x5', 1), ('sep_conv_3x3', 1), ('max_pool_3x3', 0)], "
      + "normal_concat=range(2, 6), "
      + "reduce=[('sep_conv_5x5', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1), ('dil_conv_3x3', 2), "
      + "('dil_conv_5x5', 2), ('sep_conv_5x5', 0), ('dil_conv_3x3', 1), ('skip_connect', 2)], "
      + "reduce_concat=range(2, 6))"
    )
  })

  test("as an architecture: the kept edges have their operation, the others none", () => {
    const A = parameters(oneNode, [{ sep_conv_3x3: 1 }, { skip_connect: 2 }, { max_pool_3x3: 3 }])
    expect(deriveArchitecture(oneNode, A, "raw")).toEqual([0, 3, 1])
  })
})

describe("a space where every edge counts", () => {
  const rows = [
    { none: 1 }, { nor_conv_3x3: 1 }, {}, { skip_connect: 1, avg_pool_3x3: 2 }, { nor_conv_1x1: 1 }, { none: -1 }
  ]
  const text = "|none~0|+|nor_conv_3x3~0|none~1|+|avg_pool_3x3~0|nor_conv_1x1~1|skip_connect~2|"

  test("takes the largest operation of each edge, none included, the lower of equal ones", () => {
    expect(deriveArchitecture(nb201, parameters(nb201, rows), "softmax")).toEqual([0, 3, 0, 4, 2, 1])
    expect(deriveGenotype(nb201, parameters(nb201, rows), "softmax")).toBeNull()
    expect(genotypeText(nb201, parameters(nb201, rows), "raw")).toBe(text)
  })

  test("has no genotype where the space says so", () => {
    const space: Space = { ...nb201, derivation: "no-genotype" }
    expect(deriveArchitecture(space, parameters(space, rows), "raw")).toEqual([0, 3, 0, 4, 2, 1])
    expect(genotypeText(space, parameters(space, rows), "raw")).toBeNull()
  })
})

test("in any space, with any A: what is derived is possible, and a node of a genotype has two different inputs", () => {
  fc.assert(fc.property(
    spaces().chain((space) => {
      const length = edgeCount(space) * operationCount(space)
      const number = fc.oneof(fc.constantFrom(0, 1, Number.NaN, Infinity), fc.double({ noNaN: true, min: -5, max: 5 }))
      return fc.tuple(fc.constant(space), fc.array(number, { minLength: length, maxLength: length }))
    }),
    fc.constantFrom("softmax" as const, "raw" as const),
    ([space, list], ranking) => {
      const A = Float64Array.from(list)
      const allowed = allowedOperations(space)
      deriveArchitecture(space, A, ranking).forEach((k, e) => expect(allowed[e]).toContain(k))
      for (const [c, cell] of (deriveGenotype(space, A, ranking) ?? []).entries()) {
        cell.nodes.forEach((entries, i) => {
          expect(new Set(entries.map(([, input]) => input)).size).toBe(2)
          for (const [operation, input] of entries) {
            const edge = space.cells[c]!.edges.find(({ from, to }) => from === input && to === cell.inputs + i)
            expect(operation).not.toBe("none")
            expect(edge!.operations ?? space.operations).toContain(operation)
          }
        })
      }
    }
  ))
})
