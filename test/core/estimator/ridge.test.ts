import { describe, expect, it } from "vitest"
import { ridge } from "../../../src/core/estimator/ridge.ts"
import type { Samples } from "../../../src/core/estimator/estimator.ts"
import { contextFor } from "./contexts.ts"
import { someSamples } from "./laws.ts"

/** A single architecture of two edges. */
const one = { count: 1, inputs: Float64Array.of(1, 0, 0, 1), steps: Float64Array.of(1) }

const ridgeOn = (edges: number, operations: number, penalty: number) =>
  ridge(contextFor(edges, operations, { ridge: penalty }))

const objective = (samples: Samples, penalty: number, coefficients: Float64Array, intercept: number): number => {
  const p = coefficients.length
  let sum = 0
  for (let i = 0; i < samples.count; i++) {
    const predicted = coefficients.reduce((total, b, k) => total + b * samples.inputs[i * p + k], intercept)
    sum += samples.weights[i] * (predicted - samples.losses[i]) ** 2
  }
  return sum + penalty * coefficients.reduce((total, b) => total + b * b, 0)
}

describe("ridge regression", () => {
  it("predicts 0 before it has seen a loss", () => {
    const estimator = ridgeOn(2, 2, 1)
    expect(estimator.predict(estimator.init(), one)).toEqual(Float64Array.of(0))
  })

  it("is the minimum of the penalised, weighted squared error: every step away from it is worse", () => {
    const samples = someSamples(3, 30, 3, 3)
    const { state } = ridgeOn(3, 3, 0.7).fit({ coefficients: new Float64Array(9), intercept: 0 }, samples, 1, null)
    const { coefficients, intercept } = state
    const least = objective(samples, 0.7, coefficients, intercept)
    for (const step of [1e-3, -1e-3]) {
      expect(objective(samples, 0.7, coefficients, intercept + step)).toBeGreaterThan(least)
      coefficients.forEach((b, k) =>
        expect(objective(samples, 0.7, coefficients.with(k, b + step), intercept)).toBeGreaterThan(least))
    }
  })

  it("finds the coefficients of losses that are linear in H, with next to no penalty", () => {
    const random = someSamples(5, 40, 2, 3)
    const inputs = random.inputs.map((x, i) => x + ((i * 7919) % 97) / 97)
    const truth = Float64Array.of(0.5, -1, 2, 0, 0.25, -0.75)
    const losses = random.losses.map((_, i) => truth.reduce((sum, b, k) => sum + b * inputs[i * 6 + k], 3))
    const estimator = ridgeOn(2, 3, 1e-9)
    const { state, passes, tau } = estimator.fit(estimator.init(), { ...random, inputs, losses }, 1, null)
    state.coefficients.forEach((b, k) => expect(b).toBeCloseTo(truth[k], 6))
    expect(state.intercept).toBeCloseTo(3, 6)
    expect([passes, tau]).toEqual([1, 1])
  })

  it("a penalty without bound leaves the weighted mean", () => {
    const samples = someSamples(4, 20, 2, 3)
    const estimator = ridgeOn(2, 3, 1e15)
    const { state } = estimator.fit(estimator.init(), samples, 1, null)
    const mean = samples.losses.reduce((sum, loss, i) => sum + loss * samples.weights[i], 0) / samples.count
    estimator.predict(state, samples).forEach((y) => expect(y).toBeCloseTo(mean, 9))
  })

  it("needs no penalty to cope with one-hot edges, whose columns depend on each other", () => {
    const soft = someSamples(6, 60, 4, 3)
    const inputs = soft.inputs.map((h) => (h >= 0.5 ? 1 : 0))
    const effects = Float64Array.from({ length: 12 }, (_, k) => ((k * 5) % 7) / 7)
    const losses = soft.losses.map((_, i) => effects.reduce((sum, effect, k) => sum + effect * inputs[i * 12 + k], 0))
    const estimator = ridgeOn(4, 3, 0)
    const { state } = estimator.fit(estimator.init(), { ...soft, inputs, losses }, 1, null)
    estimator.predict(state, { ...soft, inputs }).forEach((y, i) => expect(y).toBeCloseTo(losses[i], 9))
    expect(state.coefficients.every(Number.isFinite)).toBe(true)
  })

  it("gives no weight to operations that an edge lacks, or that were never drawn", () => {
    const samples = someSamples(8, 20, 1, 3)
    const inputs = samples.inputs.map((h, i) => (i % 3 === 2 ? 0 : h))
    for (const penalty of [0, 1]) {
      const estimator = ridgeOn(1, 3, penalty)
      expect(estimator.fit(estimator.init(), { ...samples, inputs }, 1, null).state.coefficients[2]).toBe(0)
    }
  })

  it("copes with a single sample", () => {
    const estimator = ridgeOn(2, 2, 0)
    const samples = { ...one, losses: Float64Array.of(0.4), weights: Float64Array.of(1) }
    const { state } = estimator.fit(estimator.init(), samples, 1, null)
    expect(estimator.predict(state, one)).toEqual(Float64Array.of(0.4))
  })
})
