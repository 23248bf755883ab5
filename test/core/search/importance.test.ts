import { describe, expect, it } from "vitest"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { scaledByImportance } from "../../../src/core/sampler/noise.ts"
import { fingerprint } from "../../../src/core/search/fingerprint.ts"
import { withGradient } from "../../../src/core/search/importance.ts"
import { configured, environment, factsOf, runInMemory, smallConfiguration } from "./inMemory.ts"

const under = (noise: "plain" | "importance") => ({ ...smallConfiguration, proposal: { ...smallConfiguration.proposal, noise } })
const plain = runInMemory([configured(under("plain"))])
const weighted = runInMemory([configured(under("importance"))])

describe("the operation importance weight", () => {
  const gradient = (...first: readonly number[]) => Float64Array.from({ length: 30 }, (_, i) => first[i] ?? 0)

  it("is each operation's share of the squared gradient of its edge", () => {
    const { mean, count } = withGradient(null, gradient(3, 4, 0, 0, 0, 0.001), nb201)
    expect(mean[0]).toBeCloseTo(9 / (25 + 1e-6), 14)
    expect(mean[1]).toBeCloseTo(16 / (25 + 1e-6), 14)
    expect(mean[2]).toBe(0)
    // where psi says next to nothing, nothing matters much
    expect(mean[5]).toBeCloseTo(0.5, 12)
    expect(mean[10]).toBe(0)
    expect(count).toBe(1)
  })

  it("is the mean over all gradients so far", () => {
    const gradients = [gradient(1, 2, 3), gradient(0, -5, 1), gradient(2, 2, 2, 2)]
    const all = gradients.reduce<ReturnType<typeof withGradient> | null>((so, one) => withGradient(so, one, nb201), null)!
    const shares = gradients.map((one) => withGradient(null, one, nb201).mean)
    all.mean.forEach((mean, i) => expect(mean).toBeCloseTo((shares[0]![i]! + shares[1]![i]! + shares[2]![i]!) / 3, 14))
    expect(all.count).toBe(3)
  })

  it("grows with every step of A", () => {
    expect(weighted.state?.importance?.count).toBe(5)
    expect(plain.state?.importance).toBeNull()
  })

  it("leaves the noise that psi is indifferent to, and takes away what has mattered", () => {
    const search = weighted.state!
    const mean = search.importance!.mean.map((_, i) => (i === 0 ? 1 : i === 1 ? 0.25 : 0))
    const scaled = scaledByImportance({ ...search, importance: { mean, count: 1 } })(new Float64Array(30).fill(2))
    expect([...scaled.subarray(0, 3)]).toEqual([0, 1.5, 2])
  })

  it("changes what is drawn once A has moved, and nothing before", () => {
    const drawn = (run: typeof plain) => factsOf(run.facts, "sampled").map(({ weights }) => weights)
    // the first step of A follows the fifth measurement, the first one of the search
    expect(drawn(weighted).slice(0, 5)).toEqual(drawn(plain).slice(0, 5))
    for (const step of [5, 6, 7, 8]) expect(drawn(weighted)[step]).not.toEqual(drawn(plain)[step])
  })

  it("is part of the fingerprint where it is in use, and only there", () => {
    const of = (run: typeof plain, changes: object) => fingerprint(environment.sha256, { ...run.state!, ...changes })
    expect(of(weighted, {})).not.toBe(of(weighted, { importance: null }))
    const { mean, count } = weighted.state!.importance!
    expect(of(weighted, { importance: { mean, count: count + 1 } })).not.toBe(of(weighted, {}))
    expect(factsOf(plain.facts, "learned").at(-1)?.fingerprint).toBe(of(plain, { owed: null }))
  })
})
