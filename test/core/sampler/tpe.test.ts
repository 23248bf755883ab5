import { describe, expect, it } from "vitest"
import { tpe } from "../../../src/core/sampler/tpe.ts"
import { digitsOf, environment, type Happened, outcomes, searchWith } from "./inSearch.ts"
import { smallSampler } from "./settings.ts"

const own = smallSampler("tpe")
const configuration = (candidates: number) => ({ ...own, proposal: { ...own.proposal, candidates } })
const draws = (candidates: number, count: number, ...happened: readonly Happened[]) =>
  Array.from({ length: count }, (_, i) =>
    digitsOf(tpe.propose(environment, searchWith(configuration(candidates), outcomes(...happened)), 10 + i).weights))

/** The good ones of nine are three. */
const happened: readonly Happened[] = [
  ["300000", 0.1], ["311111", 0.1], ["322222", 0.1],
  ["000000", 0.9], ["011111", 0.8], ["122222", 0.9], ["133333", 0.9], ["244444", 0.9], ["200000", null]
]

describe("the Parzen estimator", () => {
  it("draws each edge with the frequencies of the good ones, every operation counted once more", () => {
    const first = draws(1, 600, ...happened).map(([operation]) => operation)
    const share = (operation: string) => first.filter((one) => one === operation).length / 600
    // counts 1, 1, 1, 4, 1 of 8 on the first edge, the drawn ones that were measured before left out and drawn uniformly
    expect(Math.abs(share("3") - 4 / 8)).toBeLessThan(0.1)
    for (const other of ["0", "1", "2", "4"]) expect(Math.abs(share(other) - 1 / 8)).toBeLessThan(0.07)
  })

  it("of several draws takes the one that is likeliest among the good ones compared with the others", () => {
    const of = (candidates: number) => draws(candidates, 100, ...happened).filter(([operation]) => operation === "3").length
    expect(of(1)).toBeLessThan(70)
    expect(of(20)).toBe(100)
  })

  it("counts one without a loss among the bad ones", () => {
    const failed = happened.map(([digits, loss]): Happened => [digits, loss === 0.1 ? null : loss])
    expect(draws(20, 50, ...failed).filter(([operation]) => operation === "3").length).toBeLessThan(10)
  })
})
