import { describe, expect, it } from "vitest"
import { steps } from "../../../src/core/estimator/steps.ts"
import { contextFor } from "./contexts.ts"
import { fiveSamples, twoQueries } from "./fiveSamples.ts"

const line = steps(contextFor(2, 3))
const fitTo = (change: object) => line.fit(line.init(), { ...fiveSamples, ...change }, 500, 0.95)

describe("the line in the step number", () => {
  it("goes through losses that fall steadily, whatever the weights, and is read at the steps asked for", () => {
    const { state, passes, tau } = fitTo({ losses: fiveSamples.steps.map((step) => 3 - 0.5 * step) })
    expect([passes, tau]).toEqual([1, 1])
    const [first, later] = line.predict(state, { ...twoQueries, steps: Float64Array.of(6, 10) })
    expect(first).toBeCloseTo(0, 14)
    expect(later).toBeCloseTo(-2, 14)
  })

  it("is the weighted least squares line: worked by hand", () => {
    // means 3/4 (step) and 5/4 (loss): slope = sum w dx dy / sum w dx^2
    const { state } = fitTo({
      count: 3, steps: Float64Array.of(0, 1, 2), losses: Float64Array.of(2, 0, 1), weights: Float64Array.of(2, 1, 1),
      inputs: new Float64Array(18)
    })
    expect([state.centre, state.mean]).toEqual([0.75, 1.25])
    const product = 2 * -0.75 * 0.75 + 0.25 * -1.25 + 1.25 * -0.25
    expect(state.slope).toBeCloseTo(product / (2 * 0.5625 + 0.0625 + 1.5625), 14)
  })

  it("is level where all steps are the same", () => {
    const { state } = fitTo({ steps: new Float64Array(5).fill(7) })
    expect(state.slope).toBe(0)
    expect(line.predict(state, twoQueries)[0]).toBeCloseTo((0.9 + 0.25 + 1.05 + 0.6 + 0.2) / 5, 14)
  })

  it("knows nothing of H, and predicts 0 before any sample", () => {
    expect(line.gradient!(fitTo({}).state, twoQueries)).toEqual(new Float64Array(12))
    expect(line.predict(line.init(), twoQueries)).toEqual(Float64Array.of(0, 0))
  })
})
