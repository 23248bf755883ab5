import * as fc from "fast-check"
import { expect, test } from "vitest"
import { allArchitectures, architectureIndex } from "../../../src/core/architecture/enumerate.ts"
import { cardinality } from "../../../src/core/architecture/space.ts"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { spaces, spacesWithArchitectures } from "./randomSpaces.ts"

test("nb201 lists its 15,625 cells once each, in order, and again when asked again", () => {
  const all = [...allArchitectures(nb201)]
  expect(new Set(all.map(String)).size).toBe(15625)
  expect([all[0], all[1], all[5], all.at(-1)]).toEqual([
    [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0], [4, 4, 4, 4, 4, 4]
  ])
  expect(all.every((architecture, i) => architectureIndex(nb201, architecture) === BigInt(i))).toBe(true)
  expect([...allArchitectures(nb201)]).toEqual(all)
})

test("a random space lists as many as its cardinality says, each at its index", () => {
  const few = spaces().filter((space) => cardinality(space) <= 2000n)
  fc.assert(fc.property(few, (space) => {
    const all = [...allArchitectures(space)]
    expect(BigInt(all.length)).toBe(cardinality(space))
    expect(all.every((architecture, i) => architectureIndex(space, architecture) === BigInt(i))).toBe(true)
  }), { numRuns: 30 })
})

test("every architecture has an index below the cardinality, also where they outgrow numbers", () => {
  expect(architectureIndex(nasnet, Array.from({ length: 28 }, () => 7))).toBe(cardinality(nasnet) - 1n)
  fc.assert(fc.property(spacesWithArchitectures(), ({ space, architecture }) => {
    const index = architectureIndex(space, architecture)
    expect(index >= 0n && index < cardinality(space)).toBe(true)
  }))
})
