import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Estimator, EstimatorState, Samples } from "../../../src/core/estimator/estimator.ts"

/** Samples that draw from a small linear congruential generator: near one-hot inputs, losses that follow some of them. */
export const someSamples = (seed: number, count: number, edges: number, operations: number): Samples => {
  let state = (seed * 2654435761 + 12345) >>> 0
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296
  const inputs = new Float64Array(count * edges * operations)
  const losses = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    for (let e = 0; e < edges; e++) {
      const chosen = Math.floor(next() * operations)
      const share = 0.6 + 0.4 * next()
      for (let k = 0; k < operations; k++) {
        inputs[(i * edges + e) * operations + k] = k === chosen ? share : (1 - share) / Math.max(1, operations - 1)
      }
      losses[i] += (0.3 + 0.7 * (chosen / operations)) / edges
    }
    losses[i] += 0.05 * next()
  }
  const raw = Float64Array.from({ length: count }, () => 0.5 + next())
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / count
  return { count, inputs, losses, weights: raw.map((weight) => weight / mean) }
}

const bits = (state: EstimatorState): string =>
  JSON.stringify(Object.entries(state), (_, value: unknown) =>
    value instanceof Float64Array ? [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)] : value)

const copyOf = <T extends object>(data: T): T => structuredClone(data)

export interface LawOptions {
  readonly edges: number
  readonly operations: number
  /** passes of the fits (few are enough: the laws hold for every state) */
  readonly passes: number
  /** largest difference from the central difference, relative to the largest derivative or 1 */
  readonly tolerance?: number
}

/** The laws of estimator.ts, checked for any estimator: call it inside a test file. */
export const estimatorLaws = <S extends EstimatorState>(
  name: string,
  make: () => Estimator<S>,
  { edges, operations, passes, tolerance = 1e-6 }: LawOptions
): void => {
  const seeds = fc.nat(1_000)
  const runs = { numRuns: 10 }
  const size = edges * operations
  const fitted = (estimator: Estimator<S>, seed: number) => {
    const samples = someSamples(seed, 12, edges, operations)
    return { samples, ...estimator.fit(estimator.init(), samples, passes, null) }
  }

  describe(`the laws of an estimator: ${name}`, () => {
    it("fit, predict and gradient never change their arguments", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        const [stateBefore, samplesBefore] = [bits(state), copyOf(samples)]
        estimator.fit(state, samples, passes, null)
        estimator.predict(state, samples.inputs, samples.count)
        estimator.gradient(state, samples.inputs.subarray(0, size))
        expect(bits(state)).toBe(stateBefore)
        expect(samples).toEqual(samplesBefore)
      }), runs)
    })

    it("the same arguments give the same bits, also from another instance and a copied state", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const [one, other] = [make(), make()]
        const { state, samples, passes: made, tau } = fitted(one, seed)
        const again = fitted(other, seed)
        expect([bits(again.state), again.passes, again.tau]).toEqual([bits(state), made, tau])
        const [on, onAgain] = [one.fit(state, samples, passes, null), other.fit(copyOf(state), samples, passes, null)]
        expect(bits(onAgain.state)).toBe(bits(on.state))
        expect(other.predict(copyOf(state), samples.inputs, samples.count)).toEqual(one.predict(state, samples.inputs, samples.count))
      }), runs)
    })

    it("a prediction does not depend on the ones beside it", () => {
      const estimator = make()
      const { state, samples } = fitted(estimator, 7)
      const together = estimator.predict(state, samples.inputs, samples.count)
      const alone = Float64Array.from(together, (_, i) =>
        estimator.predict(state, samples.inputs.slice(i * size, (i + 1) * size), 1)[0])
      expect(alone).toEqual(together)
      expect(estimator.predict(state, new Float64Array(0), 0)).toHaveLength(0)
    })

    it("gradient is the derivative of predict with respect to H", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        const input = samples.inputs.slice(0, size)
        const gradient = estimator.gradient(state, input)
        const scale = gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 1)
        const h = 1e-5
        const at = (i: number, change: number) =>
          estimator.predict(state, input.with(i, input[i] + change), 1)[0]
        expect(gradient).toHaveLength(size)
        gradient.forEach((g, i) => {
          expect(Math.abs(g - (at(i, h) - at(i, -h)) / (2 * h)) / scale).toBeLessThan(tolerance)
        })
      }), runs)
    })

    it("without samples nothing is learned, in no passes", () => {
      const estimator = make()
      const start = estimator.init()
      const { state, passes: made } = estimator.fit(start, someSamples(1, 0, edges, operations), passes, null)
      expect([bits(state), made]).toEqual([bits(start), 0])
    })
  })
}
