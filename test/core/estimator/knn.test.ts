import { describe, expect, it } from "vitest"
import { knn } from "../../../src/core/estimator/knn.ts"
import type { Samples } from "../../../src/core/estimator/estimator.ts"
import { contextFor } from "./contexts.ts"
import { fiveSamples, nineSamples, twoQueries } from "./fiveSamples.ts"

const nearest = (neighbours: number, samples: Samples = fiveSamples) => {
  const psi = knn(contextFor(2, 3, { neighbours }))
  const { state } = psi.fit(psi.init(), samples, 1, null)
  const query = { count: 1, inputs: twoQueries.inputs.slice(0, 6), steps: Float64Array.of(6) }
  return [psi.predict(state, query)[0], psi.deviation!(state, query)[0]]
}

// distances of the first query from the samples: 2, 1, 1, 1.25, 2
describe("the nearest neighbours", () => {
  it("average all at the distance of the last one that counts, by their weights, with their spread", () => {
    const mean = (0.5 * 0.5 + 1.5 * 0.7) / 2
    const deviation = Math.sqrt((0.5 * (0.5 - mean) ** 2 + 1.5 * (0.7 - mean) ** 2) / 2)
    for (const neighbours of [1, 2]) {
      const [y, sd] = nearest(neighbours)
      expect(y).toBeCloseTo(mean, 14)
      expect(sd).toBeCloseTo(deviation, 14)
    }
  })

  it("take in the next distance once more are asked for, and all where there are no more", () => {
    expect(nearest(3)[0]).toBeCloseTo((0.5 * 0.5 + 1.5 * 0.7 + 0.6) / 3, 14)
    const all = (0.9 + 0.25 + 1.05 + 0.6 + 0.2) / 5
    for (const neighbours of [4, 5, 100]) expect(nearest(neighbours)[0]).toBeCloseTo(all, 14)
  })

  it("find each architecture of the memory again", () => {
    const samples = nineSamples([5, 2, 8, 1, 9, 3, 7, 4, 6])
    const psi = knn(contextFor(2, 3, { neighbours: 1 }))
    const { state, tau } = psi.fit(psi.init(), samples, 1, null)
    expect(psi.predict(state, samples)).toEqual(samples.losses)
    expect(psi.deviation!(state, samples)).toEqual(new Float64Array(9))
    expect(tau).toBe(1)
  })

  it("have no gradient, and predict 0 of an empty memory", () => {
    const psi = knn(contextFor(2, 3))
    expect(psi.gradient).toBeNull()
    expect(psi.predict(psi.init(), twoQueries)).toEqual(Float64Array.of(0, 0))
    expect(psi.deviation!(psi.init(), twoQueries)).toEqual(Float64Array.of(0, 0))
  })
})
