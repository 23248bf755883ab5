import { describe, expect, it } from "vitest"
import { evolution } from "../../../src/core/sampler/evolution.ts"
import { digitsOf, environment, type Happened, outcomes, searchWith } from "./inSearch.ts"
import { smallSampler } from "./settings.ts"

const configuration = (population: number, tournament: number) => {
  const own = smallSampler("evolution")
  return { ...own, proposal: { ...own.proposal, population, tournament } }
}
const childOf = (options: ReturnType<typeof configuration>, happened: readonly Happened[], step: number) =>
  digitsOf(evolution.propose(environment, searchWith(options, outcomes(...happened)), step).weights)

const differences = (a: string, b: string) => [...a].filter((digit, i) => digit !== b[i]).length

describe("regularised evolution", () => {
  it("mutates the best one of the population where all compete", () => {
    for (let step = 5; step < 25; step++) {
      const child = childOf(configuration(4, 4), [["000000", 0.4], ["111111", 0.2], ["222222", 0.3], ["333333", 0.5]], step)
      expect(differences(child, "111111")).toBe(1)
    }
  })

  it("lets the oldest one die, however good it is", () => {
    for (let step = 5; step < 25; step++) {
      const child = childOf(configuration(2, 2), [["000000", 0.4], ["111111", 0.1], ["222222", 0.3], ["333333", 0.5]], step)
      expect(differences(child, "222222")).toBe(1)
    }
  })

  it("lets one without a loss lose against every other", () => {
    for (let step = 5; step < 25; step++) {
      const child = childOf(configuration(4, 4), [["000000", null], ["111111", null], ["222222", 9], ["333333", null]], step)
      expect(differences(child, "222222")).toBe(1)
    }
  })

  it("draws the competitors: in a tournament of one each may be the parent", () => {
    const happened: readonly Happened[] = [["000000", 0.4], ["111111", 0.1], ["222222", 0.3], ["333333", 0.5]]
    const parents = new Set(Array.from({ length: 60 }, (_, i) => {
      const child = childOf(configuration(4, 1), happened, 5 + i)
      return happened.find(([digits]) => differences(digits, child) === 1)![0]
    }))
    expect(parents.size).toBe(4)
  })

  it("looks beyond the neighbours where all of them were drawn before", () => {
    const neighbours = [..."000000"].flatMap((_, edge) => [1, 2, 3, 4].map((k): Happened =>
      [`${"0".repeat(edge)}${k}${"0".repeat(5 - edge)}`, 0.9]))
    const child = childOf(configuration(25, 25), [["000000", 0.1], ...neighbours], 26)
    expect(["000000", ...neighbours.map(([digits]) => digits)]).not.toContain(child)
  })
})
