import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { encodeData, type Fact } from "../../../src/core/search/event.ts"
import { evolve } from "../../../src/core/search/evolve.ts"
import { fold } from "../../../src/core/search/fold.ts"
import { decodeState, encodeState } from "../../../src/core/search/stateCodec.ts"
import type { State } from "../../../src/core/search/state.ts"
import { configured, environment, formulaTrainer, runInMemory, smallConfiguration } from "./inMemory.ts"

const run = fold(environment)

const throughJson = (state: State): State =>
  state === null ? null : decodeState(JSON.parse(JSON.stringify(encodeState(state))))

const histories: readonly (readonly Fact[])[] = [
  runInMemory([configured()]).facts,
  runInMemory([configured({ ...smallConfiguration, repeats: "avoid", memory: null, weighting: "loss" })]).facts,
  runInMemory([configured({ ...smallConfiguration, warmUp: 2, steps: 2 }, nasnet)]).facts,
  runInMemory([configured()], (step, architecture) =>
    step % 4 === 0 ? { type: "diverged", data: { step, loss: Infinity } } : formulaTrainer(step, architecture)).facts
]

/** Facts that no search ever wrote in this order: shuffled, doubled and changed pieces of real histories. */
const anyFacts = fc.array(
  fc.constantFrom(...histories.flat()).chain((fact) =>
    fc.oneof(
      fc.constant(fact),
      fc.integer({ min: 1, max: 12 }).map((step) =>
        ("step" in fact.data ? { ...fact, data: { ...fact.data, step } } : fact) as Fact),
      fc.constant<Fact>({ type: "sampled", data: { step: 1, phase: "search", attempt: 0, architecture: "", weights: new Float64Array(3) } }),
      fc.constant<Fact>({ type: "reconfigured", data: { configuration: { sampler: "uniform", memory: 2, estimator: { hidden: 2 } } } }),
      fc.constant<Fact>({ type: "reconfigured", data: { configuration: { warmUp: 1, repeats: "avoid" } } }))),
  { maxLength: 40 }
)

describe("the fold law", () => {
  it("fold(fold(s, a), b) = fold(s, a ++ b), with the state encoded and decoded between", () => {
    for (const history of histories) {
      const whole = run(null, history)
      for (let cut = 0; cut <= history.length; cut++) {
        const parts = run(throughJson(run(null, history.slice(0, cut))), history.slice(cut))
        expect(parts).toEqual(whole)
      }
    }
  })

  it("holds on facts in any order", () => {
    fc.assert(fc.property(anyFacts, fc.nat(40), (facts, cut) => {
      const all = [configured(), ...facts]
      expect(run(throughJson(run(null, all.slice(0, cut))), all.slice(cut))).toEqual(run(null, all))
    }), { numRuns: 60, seed: 4 })
  })
})

describe("evolve", () => {
  it("never changes the state that it is given", () => {
    fc.assert(fc.property(anyFacts, (facts) => {
      let state: State = run(null, [configured()])
      for (const fact of facts) {
        const before = JSON.stringify(state && encodeState(state))
        const next = evolve(environment)(state, fact)
        expect(JSON.stringify(state && encodeState(state))).toBe(before)
        state = next
      }
    }), { numRuns: 20, seed: 5 })
  })

  it("gives back the same state when a fact does not fit", () => {
    const { state } = runInMemory([configured()])
    const foreign: readonly Fact[] = [
      configured(),
      { type: "trained", data: { step: 1 } },
      { type: "measured", data: { step: 3, loss: 0.5 } },
      { type: "learned", data: { step: 2, fingerprint: "", passes: 1, tau: null } },
      { type: "sampled", data: { step: 2, phase: "search", attempt: 0, architecture: "", weights: new Float64Array(30) } },
      { type: "sampled", data: { step: 10, phase: "search", attempt: 0, architecture: "", weights: new Float64Array(29) } },
      { type: "reconfigured", data: { configuration: { warmUp: 2 } } },
      { type: "reconfigured", data: { configuration: { steps: 1 } } }
    ]
    for (const fact of foreign) expect(evolve(environment)(state, fact), JSON.stringify(encodeData(fact))).toBe(state)
  })

  it("waits for the first event before anything else counts", () => {
    expect(evolve(environment)(null, { type: "trained", data: { step: 1 } })).toBeNull()
  })

  it("does not throw on losses of any size", () => {
    for (const loss of [1e308, -1e308, 5e-324, -0, 0]) {
      const { state } = runInMemory([configured()], (step) => ({ type: "measured", data: { step, loss } }))
      expect(state?.measured).toBe(9)
    }
  })
})
