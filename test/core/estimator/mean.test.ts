import { describe, expect, it } from "vitest"
import { mean } from "../../../src/core/estimator/mean.ts"
import { contextFor } from "./contexts.ts"
import { someSamples } from "./laws.ts"

describe("the mean as an estimator", () => {
  const estimator = mean(contextFor(2, 2))
  const queries = { count: 2, inputs: new Float64Array(8), steps: Float64Array.of(1, 1) }

  it("predicts 0 before it has seen a loss", () => {
    expect(estimator.predict(estimator.init(), queries)).toEqual(Float64Array.of(0, 0))
  })

  it("predicts the weighted mean of the losses for every architecture", () => {
    const [losses, weights] = [Float64Array.of(1, 2, 6), Float64Array.of(2, 0.5, 0.5)]
    const samples = { ...someSamples(1, 3, 2, 2), losses, weights }
    const { state, passes, tau } = estimator.fit(estimator.init(), samples, 500, 0.95)
    expect([state.mean, passes, tau]).toEqual([2, 1, 0])
    expect(estimator.gradient!(state, samples)).toEqual(new Float64Array(12))
    expect(estimator.predict(state, queries)).toEqual(Float64Array.of(2, 2))
  })

  it("forgets what it was fitted to before", () => {
    const [one, two] = [someSamples(1, 5, 2, 2), someSamples(2, 5, 2, 2)]
    const { state } = estimator.fit(estimator.init(), one, 1, null)
    expect(estimator.fit(state, two, 1, null)).toEqual(estimator.fit(estimator.init(), two, 1, null))
  })
})
