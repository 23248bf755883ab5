import { describe, expect, it } from "vitest"
import { mutated, neighboursOf } from "../../../src/core/sampler/mutation.ts"

const allowed = [[0, 1, 2], [3], [0, 2]]
const differences = (a: readonly number[], b: readonly number[]) => a.filter((operation, edge) => operation !== b[edge]).length

describe("a mutation", () => {
  it("changes one edge that has a choice, to an operation that it has", () => {
    const seen = new Set<string>()
    for (let b = 0; b < 200; b++) {
      const child = mutated([0, 3, 2], allowed, { seed: 1, stream: "mutation", a: 1, b })
      expect(differences(child, [0, 3, 2])).toBe(1)
      child.forEach((operation, edge) => expect(allowed[edge]).toContain(operation))
      seen.add(child.join())
    }
    expect([...seen].toSorted()).toEqual(["0,3,0", "1,3,2", "2,3,2"])
  })

  it("takes each edge with a choice as often as the others, and each other operation of it", () => {
    const counts = new Map<string, number>()
    for (let b = 0; b < 4000; b++) {
      const child = mutated([0, 3, 2], allowed, { seed: 3, stream: "mutation", a: 1, b }).join()
      counts.set(child, (counts.get(child) ?? 0) + 1)
    }
    // two edges with a choice: 1/2 for the third edge, 1/4 for each operation of the first; 5 deviations are 158 and 137
    expect(Math.abs(counts.get("0,3,0")! - 2000)).toBeLessThan(158)
    expect(Math.abs(counts.get("1,3,2")! - 1000)).toBeLessThan(137)
  })

  it("leaves the only architecture of a space as it is", () => {
    expect(mutated([1, 2], [[1], [2]], { seed: 1, stream: "mutation", a: 1, b: 0 })).toEqual([1, 2])
  })
})

describe("the neighbours", () => {
  it("are all that differ on one edge", () => {
    expect(neighboursOf([0, 3, 2], allowed)).toEqual([[1, 3, 2], [2, 3, 2], [0, 3, 0]])
  })
})
