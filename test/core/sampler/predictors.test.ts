import { describe, expect, it } from "vitest"
import { allArchitectures } from "../../../src/core/architecture/enumerate.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { samplers } from "../../../src/core/sampler/registry.ts"
import type { SamplerName } from "../../../src/core/search/configuration.ts"
import { digitsOf, environment, type Happened, outcomes, searchWith } from "./inSearch.ts"
import { smallSampler } from "./settings.ts"

/** A landscape that psi knows exactly: edge e wants operation e mod 5, the first edges most. Its best one is 012340. */
const heightOf = (operations: readonly number[]): number =>
  operations.reduce((sum, operation, e) => sum + Math.abs(operation - (e % 5)) / (1 + e), 0)
const coefficients = Float64Array.from({ length: 30 }, (_, i) => Math.abs((i % 5) - (Math.floor(i / 5) % 5)) / (1 + Math.floor(i / 5)))
const height = (digits: string): number => heightOf([...digits].map(Number))

const proposals = (
  sampler: SamplerName,
  proposal: { readonly population?: number; readonly candidates?: number; readonly optimism?: number },
  happened: readonly string[],
  steps = 20
): readonly string[] => {
  const small = smallSampler(sampler, { warmUp: 2 })
  const search = {
    ...searchWith({
      ...small,
      estimator: { ...small.estimator, name: "ridge", members: 1, target: "loss" },
      proposal: { ...small.proposal, ...proposal }
    }, outcomes(...happened.map((digits): Happened => [digits, height(digits)]))),
    estimator: { coefficients, intercept: 0 }
  }
  return Array.from({ length: steps }, (_, i) =>
    digitsOf(samplers[sampler].propose(environment, search, happened.length + 1 + i).weights))
}
const changes = (a: string, b: string) => [...a].filter((digit, i) => digit !== b[i]).length
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe("BANANAS", () => {
  it("proposes mutations of the best measured architectures", () => {
    for (const child of proposals("bananas", { population: 2, candidates: 2 }, ["444444", "111111", "222222"])) {
      expect(["111111", "222222"].some((parent) => changes(parent, child) === 1)).toBe(true)
    }
  })

  it("takes the mutation that psi takes for the best", () => {
    const of = (candidates: number) => proposals("bananas", { population: 1, candidates }, ["333333"], 40).map(height)
    expect(mean(of(1))).toBeGreaterThan(height("333333") - 0.3)
    // the best of all neighbours, and of the mutations of mutations that a draw of one known leads to
    expect(Math.max(...of(500))).toBeLessThanOrEqual(height("033333"))
  })
})

describe("NAO", () => {
  it("goes down psi's gradient from the best measured architectures, further than a mutation would", () => {
    const [child] = proposals("nao", { population: 2 }, ["111111", "444444"], 1)
    expect(height(child!)).toBeLessThan(0.3)
    for (const parent of ["111111", "444444"]) expect(changes(child!, parent)).toBeGreaterThan(2)
  })

  it("falls back on mutations where the way down is known", () => {
    const [child] = proposals("nao", { population: 1, candidates: 50 }, ["012340"], 1)
    expect(changes(child!, "012340")).toBe(1)
  })
})

describe("WeakNAS", () => {
  const ranked = Array.from(allArchitectures(nb201), (one) => one.join("")).toSorted((a, b) => height(a) - height(b))

  it("picks one of the architectures with the best predictions, more narrowly as the search goes on", () => {
    const places = proposals("weaknas", { candidates: 5 }, ["111111", "444444"], 200).map((one) => ranked.indexOf(one))
    expect(Math.max(...places.slice(0, 5))).toBeLessThan(1563)
    expect(mean(places.slice(0, 20))).toBeGreaterThan(300)
    // the last of equal predictions may stand a few places later here
    expect(Math.max(...places.slice(150))).toBeLessThan(10)
    expect(new Set(places.slice(150)).size).toBe(5)
  })
})

describe("the evolutionary variant of PVLL-NAS", () => {
  it("draws a child of the best predicted of the population, better on average", () => {
    const children = proposals("proxy-evolution", { population: 2 }, ["111111", "444444", "222222"], 100)
    expect(mean(children.map((child) => changes(child, "111111")))).toBeLessThan(3)
    expect(mean(children.map(height))).toBeLessThan(height("111111"))
  })
})
