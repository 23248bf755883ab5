import { describe, expect, it } from "vitest"
import { mean } from "../../../src/core/estimator/mean.ts"
import { estimatorLaws, someSamples } from "./laws.ts"

estimatorLaws("mean", () => mean({ edges: 3, operations: 4 }), { edges: 3, operations: 4, passes: 1 })

describe("the mean as an estimator", () => {
  const estimator = mean({ edges: 2, operations: 2 })

  it("predicts 0 before it has seen a loss", () => {
    expect(estimator.predict(estimator.init(), new Float64Array(8), 2)).toEqual(Float64Array.of(0, 0))
  })

  it("predicts the weighted mean of the losses for every architecture", () => {
    const samples = { ...someSamples(1, 3, 2, 2), losses: Float64Array.of(1, 2, 6), weights: Float64Array.of(2, 0.5, 0.5) }
    const { state, passes, tau } = estimator.fit(estimator.init(), samples, 500, 0.95)
    expect([state.mean, passes, tau]).toEqual([2, 1, 0])
    expect(estimator.gradient(state, samples.inputs)).toEqual(new Float64Array(4))
  })

  it("forgets what it was fitted to before", () => {
    const [one, two] = [someSamples(1, 5, 2, 2), someSamples(2, 5, 2, 2)]
    const { state } = estimator.fit(estimator.init(), one, 1, null)
    expect(estimator.fit(state, two, 1, null)).toEqual(estimator.fit(estimator.init(), two, 1, null))
  })
})
