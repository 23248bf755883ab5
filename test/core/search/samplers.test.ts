import { describe, expect, it } from "vitest"
import { fold } from "../../../src/core/search/fold.ts"
import { decodeState, encodeState } from "../../../src/core/search/stateCodec.ts"
import type { Configuration } from "../../../src/core/search/configuration.ts"
import type { State } from "../../../src/core/search/state.ts"
import { twoCells } from "../estimator/contexts.ts"
import { samplerNames, smallSampler } from "../sampler/settings.ts"
import { configured, environment, formulaTrainer, runInMemory } from "./inMemory.ts"

const throughJson = (state: State): State =>
  state === null ? null : decodeState(JSON.parse(JSON.stringify(encodeState(state))))

/** Each sampler, and the landscape with importance, which keeps a state of its own. */
const landscape = smallSampler("landscape", { warmUp: 3, steps: 5 })
const cases: readonly (readonly [string, Configuration])[] = [
  ...samplerNames.map((name) => [name, smallSampler(name, { warmUp: 3, steps: 5 })] as const),
  ["landscape with importance", { ...landscape, proposal: { ...landscape.proposal, noise: "importance" } }]
]

/** One diverged, one failed. */
const answer: typeof formulaTrainer = (step, architecture) =>
  step === 2 ? { type: "diverged", data: { step, loss: Infinity } }
  : step === 6 ? { type: "failed", data: { step, reason: "out of memory" } }
  : formulaTrainer(step, architecture)

describe.each(cases)("a search by %s", (_, configuration) => {
  const { facts, state } = runInMemory([configured(configuration, twoCells)], answer)

  it("obeys the fold law, with the state encoded and decoded between", () => {
    for (let cut = 0; cut <= facts.length; cut++) {
      const middle = throughJson(fold(environment)(null, facts.slice(0, cut)))
      expect(fold(environment)(middle, facts.slice(cut))).toEqual(state)
    }
  })

  it("goes on from any prefix of its facts with the facts of the uninterrupted run", () => {
    for (let cut = 1; cut < facts.length; cut++) {
      expect(runInMemory(facts.slice(0, cut), answer).facts).toEqual(facts)
    }
  })

  it("is gone on with under another sampler after a fork, with no architecture twice", () => {
    const at = facts.findIndex((fact) => fact.type === "learned" && fact.data.step === 5) + 1
    for (const sampler of samplerNames) {
      const forked = runInMemory([...facts.slice(0, at), { type: "reconfigured", data: { configuration: { sampler } } }], answer)
      const keys = forked.state!.outcomes.map(({ architecture }) => architecture.join())
      expect(keys).toHaveLength(8)
      expect(new Set(keys).size).toBe(8)
    }
  })
})
