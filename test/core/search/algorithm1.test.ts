import { describe, expect, it } from "vitest"
import { decide } from "../../../src/core/search/decide.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import type { State } from "../../../src/core/search/state.ts"
import { architectureOf, configured, environment, factsOf, formulaTrainer, runInMemory, smallConfiguration } from "./inMemory.ts"

const { facts, state } = runInMemory([configured()])
const types = (all: readonly Fact[]) => all.map((fact) => fact.type)

describe("Algorithm 1", () => {
  it("trains every architecture of the warm-up population before it measures the first one", () => {
    expect(types(facts).slice(0, 9)).toEqual(
      ["configured", "sampled", "trained", "sampled", "trained", "sampled", "trained", "sampled", "trained"])
    expect(types(facts).slice(9, 13)).toEqual(["measured", "learned", "measured", "learned"])
  })

  it("then draws, measures and learns T times", () => {
    expect(types(facts).slice(17)).toEqual(Array.from({ length: 5 }, () => ["sampled", "measured", "learned"]).flat())
    expect(state?.measured).toBe(9)
  })

  it("measures the very architectures that it drew", () => {
    const drawn = factsOf(facts, "sampled")
    expect(drawn.map((sample) => sample.step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(factsOf(facts, "measured").map((outcome) => outcome.loss))
      .toEqual(drawn.map((sample) => formulaTrainer(sample.step, architectureOf(sample)).data).map((data) => "loss" in data ? data.loss : null))
  })

  it("fits the estimator first when the population is complete, with all its passes, then after every step", () => {
    expect(factsOf(facts, "learned").map((learned) => learned.passes > 0))
      .toEqual([false, false, false, true, true, true, true, true, true])
    expect(factsOf(facts, "learned")[3]?.passes).toBe(smallConfiguration.estimator.warmUpPasses)
  })

  it("keeps the memory a queue: the oldest entries are forgotten one by one", () => {
    expect(state?.memory.entries.map((entry) => entry.step)).toEqual([4, 5, 6, 7, 8, 9])
  })

  it("asks for training before the measurement in 2nd order and in the warm-up only", () => {
    const trainings = (order: 1 | 2): readonly boolean[] => {
      const run = runInMemory([configured({ ...smallConfiguration, order })])
      return run.facts.flatMap((_, end) => {
        const command = decide(environment)(run.facts.slice(0, end).reduce<State>(evolve(environment), null))
        return command.type === "measure" ? [command.train] : []
      })
    }
    expect(trainings(2)).toEqual(Array.from({ length: 9 }, () => true))
    expect(trainings(1)).toEqual([true, true, true, true, false, false, false, false, false])
  })

  it("draws from the noise alone without a warm-up population, and from A from the second step on", () => {
    const run = runInMemory([configured({ ...smallConfiguration, warmUp: 0 })])
    expect(types(run.facts).slice(0, 4)).toEqual(["configured", "sampled", "measured", "learned"])
    expect(run.state?.measured).toBe(5)
  })

  it("gives the same facts for the same seed, and others for another seed", () => {
    expect(runInMemory([configured()]).facts).toEqual(facts)
    expect(factsOf(runInMemory([configured(smallConfiguration, undefined, 2)]).facts, "sampled"))
      .not.toEqual(factsOf(facts, "sampled"))
  })
})

describe("an outcome without a loss", () => {
  const answer: typeof formulaTrainer = (step, architecture) =>
    step === 3 ? { type: "diverged", data: { step, loss: Number.NaN } }
    : step === 7 ? { type: "failed", data: { step, reason: "out of memory" } }
    : formulaTrainer(step, architecture)
  const run = runInMemory([configured()], answer)

  it("counts as a step, and the search goes on", () => {
    expect(run.state?.measured).toBe(9)
    expect(types(run.facts).filter((type) => type === "learned")).toHaveLength(9)
  })

  it("teaches nothing: not in the memory, no fit, A stays", () => {
    expect(run.state?.memory.entries.map((entry) => entry.step)).toEqual([2, 4, 5, 6, 8, 9])
    expect(factsOf(run.facts, "learned")[6]).toMatchObject({ step: 7, passes: 0, tau: null })
  })

  it("still changes the fingerprint: what was said is part of the history", () => {
    const other = runInMemory([configured()], (step, architecture) =>
      step === 7 ? { type: "failed", data: { step, reason: "lost" } } : answer(step, architecture))
    expect(factsOf(other.facts, "learned")[6]?.fingerprint).not.toBe(factsOf(run.facts, "learned")[6]?.fingerprint)
  })
})

describe("where repeats are avoided", () => {
  it("no architecture is measured twice", () => {
    const run = runInMemory([configured({ ...smallConfiguration, repeats: "avoid", steps: 60, memory: 10 })])
    const drawn = factsOf(run.facts, "sampled").map((sample) => sample.architecture)
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  it("a space that is exhausted gives repeats instead of no end", () => {
    const tiny = {
      name: "tiny",
      operations: ["none", "a"],
      cells: [{ name: "cell", inputs: 1, nodes: 1, edges: [{ from: 0, to: 1 }] }],
      derivation: "every-edge" as const
    }
    const run = runInMemory([configured({ ...smallConfiguration, repeats: "avoid" }, tiny)])
    expect(run.state?.measured).toBe(9)
  })
})
