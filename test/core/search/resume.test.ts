import { describe, expect, it } from "vitest"
import type { Fact } from "../../../src/core/search/event.ts"
import { fold } from "../../../src/core/search/fold.ts"
import { configured, environment, factsOf, runInMemory, smallConfiguration } from "./inMemory.ts"

const whole = runInMemory([configured()])
const afterStep = (step: number): number =>
  whole.facts.findIndex((fact) => fact.type === "learned" && fact.data.step === step) + 1
const forkedAt = (step: number, configuration: Extract<Fact, { type: "reconfigured" }>["data"]["configuration"]) =>
  runInMemory([...whole.facts.slice(0, afterStep(step)), { type: "reconfigured", data: { configuration } }])

describe("going on", () => {
  it("from any prefix of the facts gives the facts of the uninterrupted run", () => {
    for (let cut = 1; cut <= whole.facts.length; cut++) {
      expect(runInMemory(whole.facts.slice(0, cut)).facts).toEqual(whole.facts)
    }
  })

  it("with a larger T continues a finished search where a longer one would be", () => {
    const longer = runInMemory([configured({ ...smallConfiguration, steps: 8 })])
    const extended = runInMemory([...whole.facts, { type: "reconfigured", data: { configuration: { steps: 8 } } }])
    expect(factsOf(extended.facts, "learned")).toEqual(factsOf(longer.facts, "learned"))
  })
})

describe("a fork", () => {
  it("that changes nothing ends with its parent's fingerprint", () => {
    expect(factsOf(forkedAt(6, {}).facts, "learned")).toEqual(factsOf(whole.facts, "learned"))
  })

  it("with a new estimator starts it afresh on the memory at once, and leaves A as it is", () => {
    const parent = fold(environment)(null, whole.facts.slice(0, afterStep(6)))
    const fork = fold(environment)(parent, [{ type: "reconfigured", data: { configuration: { estimator: { name: "ridge" } } } }])
    expect(fork?.architectureParameters).toEqual(parent?.architectureParameters)
    expect(fork?.memory).toEqual(parent?.memory)
    expect(fork?.estimator).not.toEqual(parent?.estimator)
    expect(factsOf(forkedAt(6, { estimator: { name: "ridge" } }).facts, "learned")).toHaveLength(9)
  })

  it("into a sampler that chooses by psi fits it to what was measured, where the one before had no use for it", () => {
    const evolved = runInMemory([configured({ ...smallConfiguration, sampler: "evolution" })])
    const cut = evolved.facts.findIndex((fact) => fact.type === "learned" && fact.data.step === 6) + 1
    const parent = fold(environment)(null, evolved.facts.slice(0, cut))
    const fork = fold(environment)(parent, [{ type: "reconfigured", data: { configuration: { sampler: "landscape" } } }])
    expect(parent?.estimator).toMatchObject({ fits: 0 })
    expect(fork?.estimator).toMatchObject({ fits: 1 })
  })

  it("with another head fits it at once: the next sample is the same, what is learned differs", () => {
    const fork = forkedAt(5, { estimator: { head: "softplus" } })
    expect(factsOf(fork.facts, "sampled")[5]).toEqual(factsOf(whole.facts, "sampled")[5])
    expect(factsOf(fork.facts, "learned")[5]).not.toEqual(factsOf(whole.facts, "learned")[5])
  })

  it("with a shorter memory forgets the oldest entries at once", () => {
    const state = fold(environment)(null, [
      ...whole.facts.slice(0, afterStep(8)),
      { type: "reconfigured", data: { configuration: { memory: 2 } } }
    ])
    expect(state?.memory.entries.map((entry) => entry.step)).toEqual([7, 8])
  })

  it("with the uniform sampler draws from the noise alone from there on", () => {
    const fork = forkedAt(7, { sampler: "uniform" })
    expect(factsOf(fork.facts, "sampled").slice(0, 7)).toEqual(factsOf(whole.facts, "sampled").slice(0, 7))
    expect(factsOf(fork.facts, "sampled")[7]).not.toEqual(factsOf(whole.facts, "sampled")[7])
  })

  it("in an unfinished warm-up may enlarge the population", () => {
    const fork = forkedAt(2, { warmUp: 6 })
    expect(fork.state?.measured).toBe(11)
    expect(factsOf(fork.facts, "sampled").filter((sample) => sample.phase === "warm-up")).toHaveLength(6)
  })
})
