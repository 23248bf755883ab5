import { describe, expect, it } from "vitest"
import type { Space } from "../../../src/core/architecture/space.ts"
import { localSearch } from "../../../src/core/sampler/localSearch.ts"
import { digitsOf, environment, type Happened, outcomes, searchWith } from "./inSearch.ts"
import { smallSampler } from "./settings.ts"

/** Three edges of two operations: three neighbours each. */
const cube: Space = {
  name: "cube", operations: ["a", "b"], derivation: "no-genotype",
  cells: [{ name: "cell", inputs: 1, nodes: 3, edges: [0, 1, 2].map((from) => ({ from, to: from + 1 })) }]
}
const own = smallSampler("local-search", { warmUp: 2 })
const configuration = { ...own, proposal: { ...own.proposal, restartDraws: 1 } }
const next = (step: number, ...happened: readonly Happened[]) =>
  digitsOf(localSearch.propose(environment, searchWith(configuration, outcomes(...happened), cube, step), step).weights, 2)
const nexts = (...happened: readonly Happened[]) =>
  new Set(Array.from({ length: 30 }, (_, i) => next(10 + i, ...happened)))

describe("local search", () => {
  it("measures the neighbours of the best of the population, in a random order", () => {
    expect([...nexts(["000", 0.5], ["111", 0.4])].toSorted()).toEqual(["011", "101", "110"])
  })

  it("goes on from the first neighbour that is better", () => {
    expect([...nexts(["000", 0.5], ["111", 0.4], ["110", 0.3])].toSorted()).toEqual(["010", "100"])
  })

  it("stays where a neighbour is not better, or has no loss", () => {
    expect([...nexts(["000", 0.5], ["111", 0.4], ["110", 0.4])].toSorted()).toEqual(["011", "101"])
    expect([...nexts(["000", 0.5], ["111", 0.4], ["110", null])].toSorted()).toEqual(["011", "101"])
  })

  it("does not measure again what it knows, and goes straight on over what it knows to be better", () => {
    // 110 is better than 111, and its neighbour 100 was measured in the population, better still
    expect([...nexts(["111", 0.4], ["100", 0.45], ["110", 0.3])].toSorted()).toEqual(["010"])
    expect([...nexts(["100", 0.45], ["111", 0.4], ["101", 0.46], ["110", 0.3])].toSorted()).toEqual(["010"])
  })

  it("starts again elsewhere at a local optimum", () => {
    const around = [["000", 0.5], ["111", 0.1], ["110", 0.2], ["101", 0.2], ["011", 0.2]] as const
    expect([...nexts(...around)].toSorted()).toEqual(["001", "010", "100"])
    // from 100 a climb over what is known ends in 111 again
    expect([...nexts(...around, ["100", 0.45])].toSorted()).toEqual(["001", "010"])
  })
})
