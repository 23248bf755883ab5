import { describe, expect, it } from "vitest"
import { ensemble } from "../../../src/core/estimator/ensemble.ts"
import type { Estimator, EstimatorState } from "../../../src/core/estimator/estimator.ts"
import { lstm } from "../../../src/core/estimator/lstm.ts"
import { mlp } from "../../../src/core/estimator/mlp.ts"
import { estimators, part } from "../../../src/core/estimator/registry.ts"
import type { PartName } from "../../../src/core/search/configuration.ts"
import { contextFor } from "./contexts.ts"
import { someSamples } from "./laws.ts"

const [edges, operations] = [3, 4]
const samples = someSamples(1, 12, edges, operations)
const queries = someSamples(2, 7, edges, operations)

/** An estimator that says the same of every architecture; its fit adds 1 to what it says. */
const says = (value: number, deviation: number | null): Estimator<EstimatorState> => ({
  name: "says",
  init: () => ({ value }),
  fit: (state, _, passes) => ({ state: { value: Number(state.value) + 1 }, passes, tau: null }),
  predict: (state, { count }) => new Float64Array(count).fill(Number(state.value)),
  deviation: deviation === null ? null : (_, { count }) => new Float64Array(count).fill(deviation),
  gradient: (state, { inputs }) => inputs.map(() => Number(state.value))
})

/** The states of the members, before any fit. */
const states = (name: PartName, members: number): readonly EstimatorState[] =>
  Array.from({ length: members }, (_, lane) =>
    estimators[name](contextFor(edges, operations, { hidden: 5 }, { lane })).init())

describe("an ensemble", () => {
  const three = ensemble([says(1, null), says(2, null), says(6, null)])

  it("predicts the mean of its members, with the mean of their gradients", () => {
    expect([...three.predict(three.init(), queries)]).toEqual(Array(7).fill(3))
    expect([...three.gradient!(three.init(), queries)]).toEqual(Array(7 * 12).fill(3))
  })

  it("is as unsure as its members differ, and as they are unsure themselves", () => {
    const [spread] = three.deviation!(three.init(), queries)
    expect(spread).toBeCloseTo(Math.sqrt((4 + 1 + 9) / 3), 12)
    const unsure = ensemble([says(1, 2), says(2, 0), says(6, 1)])
    expect(unsure.deviation!(unsure.init(), queries)[0]).toBeCloseTo(Math.sqrt((4 + 1 + 9 + 4 + 0 + 1) / 3), 12)
    const agreed = ensemble([says(2, null), says(2, null)])
    expect([...agreed.deviation!(agreed.init(), queries)]).toEqual(Array(7).fill(0))
  })

  it("fits each member from its own state", () => {
    const { state, passes } = three.fit(three.init(), samples, 4, null)
    expect([...three.predict(state, queries)]).toEqual(Array(7).fill(4))
    expect(passes).toBe(4)
  })

  it("has no gradient where its members have none", () => {
    expect(ensemble([0, 1].map(() => ({ ...says(1, null), gradient: null }))).gradient).toBeNull()
  })

  it("draws for each member from a lane of its own: they start and learn differently", () => {
    for (const name of ["lstm", "bilstm", "mlp", "gnn", "autoencoder"] as const) {
      const [first, second, third] = states(name, 3)
      expect(first).not.toEqual(second)
      expect(second).not.toEqual(third)
    }
    const [one, other] = [0, 1].map((lane) => mlp(contextFor(edges, operations, { batch: 5 }, { lane })))
    const start = one.init()
    expect(one.fit(start, samples, 1, null).state.weights).not.toEqual(other.fit(start, samples, 1, null).state.weights)
  })

  it("of one member is that estimator itself, and member 0 of more has its bits", () => {
    const alone = lstm(contextFor(edges, operations, { hidden: 4 }))
    const fitted = alone.fit(alone.init(), samples, 5, null)
    const single = part(contextFor(edges, operations, { hidden: 4, members: 1 }), "lstm", 0)
    expect(single.fit(single.init(), samples, 5, null)).toEqual(fitted)
    const several = part(contextFor(edges, operations, { hidden: 4, members: 3 }), "lstm", 0)
    const { state } = several.fit(several.init(), samples, 5, null)
    expect(state["0.weights"]).toEqual(fitted.state.weights)
    expect(state["1.weights"]).not.toEqual(fitted.state.weights)
  })

  it("keeps the parts of a mixture apart: no two lanes share their draws", () => {
    const context = contextFor(edges, operations, { hidden: 4, members: 2 })
    const [first, second] = [0, 1].map((at) => part(context, "lstm", at).init())
    const weights = [first["0.weights"], first["1.weights"], second["0.weights"], second["1.weights"]]
    expect(new Set(weights.map((w) => String(w))).size).toBe(4)
  })
})
