import { describe, expect, it } from "vitest"
import {
  emptyFeatures, pairFeatureCount, pairStart, readPairFeatures
} from "../../../src/core/estimator/pairFeatures.ts"
import { fitDual } from "../../../src/core/estimator/pairsDual.ts"
import { fitPrimal } from "../../../src/core/estimator/pairsPrimal.ts"
import { pairs } from "../../../src/core/estimator/pairs.ts"
import { ridge } from "../../../src/core/estimator/ridge.ts"
import { contextFor } from "./contexts.ts"
import { fiveSamples, hardened, twoQueries } from "./fiveSamples.ts"
import { someSamples } from "./laws.ts"

describe("ridge regression on pairs", () => {
  it("reads every operation and every product of two edges, each at its place", () => {
    expect([pairFeatureCount(6, 5), pairFeatureCount(28, 8)]).toEqual([405, 24416])
    const inputs = Float64Array.of(1, 0, 0.25, 0.75, 0, 1)
    const { count, places, values } = readPairFeatures(3, 2, inputs, 0, emptyFeatures(3, 2))
    const dense = new Float64Array(18)
    for (let a = 0; a < count; a++) dense[places[a]] = values[a]
    expect([...dense]).toEqual([1, 0, 0.25, 0.75, 0, 1, 0.25, 0.75, 0, 0, 0, 1, 0, 0, 0, 0.25, 0, 0.75])
    expect([pairStart(3, 2, 0, 1), pairStart(3, 2, 0, 2), pairStart(3, 2, 1, 2)]).toEqual([6, 10, 14])
  })

  it("has the minimum that numpy finds, with an intercept that is not penalised", () => {
    for (const fit of [fitDual, fitPrimal]) {
      const state = fit(2, 3, fiveSamples, 0.5)
      const [one, other] = pairs(contextFor(2, 3)).predict(state, twoQueries)
      expect(state.intercept).toBeCloseTo(0.5172298755838143, 12)
      expect(one).toBeCloseTo(0.4876368774284708, 12)
      expect(other).toBeCloseTo(0.43214929942305436, 12)
    }
  })

  it("is the same by the samples as by the features, whichever are more", () => {
    for (const count of [5, 40]) {
      const samples = someSamples(count, count, 3, 3)
      const [dual, primal] = [fitDual, fitPrimal].map((fit) => fit(3, 3, samples, 0.3))
      dual.coefficients.forEach((b, j) => expect(primal.coefficients[j]).toBeCloseTo(b, 10))
      expect(primal.intercept).toBeCloseTo(dual.intercept, 10)
    }
  })

  it("goes by the features once the samples are more", () => {
    const psi = pairs(contextFor(2, 2, { ridge: 0.5 }))
    for (const [count, fit] of [[8, fitDual], [9, fitPrimal]] as const) {
      const samples = someSamples(1, count, 2, 2)
      expect(psi.fit(psi.init(), samples, 1, null).state).toEqual(fit(2, 2, samples, 0.5))
    }
  })

  it("learns what two edges do only together, where ridge regression on H cannot", () => {
    const samples = hardened(someSamples(4, 80, 3, 2))
    const losses = samples.losses.map((_, i) => (samples.inputs[i * 6] === samples.inputs[i * 6 + 2] ? 1 : 0))
    const errorOf = (estimator: typeof ridge | typeof pairs): number => {
      const psi = (estimator as typeof ridge)(contextFor(3, 2, { ridge: 1e-3 }))
      const { state } = psi.fit(psi.init(), { ...samples, losses }, 1, null)
      return psi.predict(state, samples).reduce((most, y, i) => Math.max(most, Math.abs(y - losses[i])), 0)
    }
    expect(errorOf(pairs)).toBeLessThan(1e-3)
    expect(errorOf(ridge)).toBeGreaterThan(0.3)
  })

  it("copes with repeated architectures and without a penalty", () => {
    const inputs = new Float64Array(30).map((_, j) => (j % 3 === 0 ? 1 : 0))
    const psi = pairs(contextFor(2, 3, { ridge: 0 }))
    const { state } = psi.fit(psi.init(), { ...fiveSamples, inputs }, 1, null)
    const mean = (0.9 + 0.25 + 1.05 + 0.6 + 0.2) / 5
    expect(psi.predict(state, { ...fiveSamples, inputs })[0]).toBeCloseTo(mean, 6)
  })

  it("handles 28 edges with 8 operations", () => {
    const samples = someSamples(2, 30, 28, 8)
    const psi = pairs(contextFor(28, 8))
    const { state, tau } = psi.fit(psi.init(), samples, 1, null)
    expect(state.coefficients).toHaveLength(24416)
    expect(tau).toBeGreaterThan(0.8)
    expect(psi.gradient!(state, samples)).toHaveLength(30 * 224)
  })
})
