import { describe, expect, it } from "vitest"
import { trees } from "../../../src/core/estimator/trees.ts"
import type { Samples } from "../../../src/core/estimator/estimator.ts"
import { asksNothing } from "../../../src/core/estimator/regressionTree.ts"
import { contextFor } from "./contexts.ts"
import { hardened, nineSamples } from "./fiveSamples.ts"
import { someSamples } from "./laws.ts"

const fitTo = (samples: Samples, changes: object) => {
  const psi = trees(contextFor(2, 3, changes))
  const fitted = psi.fit(psi.init(), samples, 1, null)
  return { ...fitted, predictions: [...psi.predict(fitted.state, samples)] }
}

describe("boosted trees", () => {
  it("ask first what lowers the squared error most, and take a share of what it explains", () => {
    // operation 1 on the first edge costs 6, operation 2 on the second one 3
    const samples = nineSamples([0, 0, 3, 6, 6, 9, 0, 0, 3])
    const { state, predictions } = fitTo(samples, { trees: 1, depth: 1, shrinkage: 0.5 })
    expect([...state.questions]).toEqual([1])
    expect(state.mean).toBe(3)
    expect(predictions).toEqual([2, 2, 2, 5, 5, 5, 2, 2, 2])
  })

  it("the next tree goes on from what the first one left", () => {
    const { state } = fitTo(nineSamples([0, 0, 3, 6, 6, 9, 0, 0, 3]), { trees: 3, depth: 1, shrinkage: 0.9 })
    expect([...state.questions]).toEqual([1, 5, 1])
  })

  it("a deep tree finds what two edges do only together", () => {
    const losses = [0, 0, 0, 0, 8, 0, 0, 0, 0]
    const { predictions } = fitTo(nineSamples(losses), { trees: 200, depth: 2, shrinkage: 0.3 })
    predictions.forEach((y, i) => expect(y).toBeCloseTo(losses[i], 6))
    const shallow = fitTo(nineSamples(losses), { trees: 200, depth: 1, shrinkage: 0.3 })
    expect(Math.abs(shallow.predictions[4] - 8)).toBeGreaterThan(1)
  })

  it("of two questions that gain the same, the first one is asked, in whatever order the samples come", () => {
    const { count, inputs, steps, losses, weights } = hardened(someSamples(3, 30, 1, 3))
    const twice = (indices: readonly number[]): Samples => ({
      count,
      inputs: Float64Array.from(indices.flatMap((i) => [0, 0].flatMap(() => [...inputs.subarray(i * 3, i * 3 + 3)]))),
      steps,
      losses: Float64Array.from(indices, (i) => losses[i]),
      weights
    })
    const indices = Array.from({ length: count }, (_, i) => i)
    for (const order of [twice(indices), twice(indices.toReversed())]) {
      const { state } = fitTo(order, { trees: 20, depth: 2 })
      expect(state.questions.every((question) => question < 3)).toBe(true)
    }
  })

  it("heavy samples count for more", () => {
    const losses = [0, 0, 0, 0, 0, 0, 0, 0, 1]
    const light = fitTo(nineSamples(losses), { trees: 1, depth: 1, shrinkage: 0.5 })
    const heavy = fitTo(nineSamples(losses, [1, 1, 1, 1, 1, 1, 1, 1, 8]), { trees: 1, depth: 1, shrinkage: 0.5 })
    expect(light.state.mean).toBeCloseTo(1 / 9, 14)
    expect(heavy.state.mean).toBe(0.5)
  })

  it("ask nothing of losses that are all equal", () => {
    const { state, predictions, tau } = fitTo(nineSamples([2, 2, 2, 2, 2, 2, 2, 2, 2]), { trees: 5, depth: 3 })
    expect(state.questions.every((question) => question === asksNothing)).toBe(true)
    expect(predictions).toEqual(Array.from({ length: 9 }, () => 2))
    expect(tau).toBe(1)
  })

  it("have neither gradient nor deviation, and predict 0 before any sample", () => {
    const psi = trees(contextFor(2, 3))
    expect([psi.gradient, psi.deviation]).toEqual([null, null])
    expect(psi.predict(psi.init(), nineSamples([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toEqual(new Float64Array(9))
  })
})
