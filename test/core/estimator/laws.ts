import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { float64Bytes } from "../../../src/core/codec/float64Array.ts"
import type { Estimator, EstimatorState, Queries, Samples } from "../../../src/core/estimator/estimator.ts"

/** Samples from a small linear congruential generator: near one-hot inputs, losses that follow some of them. */
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
  return {
    count, inputs, losses, weights: raw.map((weight) => weight / mean), steps: losses.map((_, i) => i + 1)
  }
}

/** Rows `order[0]`, `order[1]`, ... of queries. */
const queriesAt = ({ count, inputs, steps }: Queries, order: readonly number[]): Queries => {
  const size = inputs.length / count
  return {
    count: order.length,
    inputs: Float64Array.from(order.flatMap((i) => [...inputs.subarray(i * size, (i + 1) * size)])),
    steps: Float64Array.from(order, (i) => steps[i])
  }
}

const samplesAt = (samples: Samples, order: readonly number[]): Samples => ({
  ...queriesAt(samples, order),
  losses: Float64Array.from(order, (i) => samples.losses[i]),
  weights: Float64Array.from(order, (i) => samples.weights[i])
})

const bits = (state: EstimatorState): string =>
  JSON.stringify(Object.entries(state), (_, value: unknown) =>
    value instanceof Float64Array ? Buffer.from(float64Bytes(value)).toString("base64") : value)

const copyOf = <T extends object>(data: T): T => structuredClone(data)

export interface LawOptions {
  readonly edges: number
  readonly operations: number
  /** passes of the fits (few are enough: the laws hold for every state) */
  readonly passes: number
  /** largest difference from the central difference, relative to the largest derivative or 1 */
  readonly tolerance?: number
  /**
   * What the order of the samples may change.
   * - `rounding`, for estimators in closed form: a permuted memory gives the same predictions up to the order of sums
   * - `batches`, for estimators that draw mini-batches: the order of measurement is part of what a fit is given, so a
   *   permuted memory gives other bits, but the same ones each time, and is learned from equally well
   */
  readonly order?: "rounding" | "batches"
  /** how many seeds each law is tried with */
  readonly seeds?: number
}

/** The laws of estimator.ts, checked for any estimator: call it inside a test file. */
export const estimatorLaws = <S extends EstimatorState>(
  name: string,
  make: () => Estimator<S>,
  { edges, operations, passes, tolerance = 1e-6, order = "rounding", seeds: numRuns = 10 }: LawOptions
): void => {
  const seeds = fc.nat(1_000)
  const runs = { numRuns }
  const size = edges * operations
  const fitted = (estimator: Estimator<S>, seed: number) => {
    const samples = someSamples(seed, 12, edges, operations)
    return { samples, ...estimator.fit(estimator.init(), samples, passes, null) }
  }
  const questions = (estimator: Estimator<S>) =>
    [estimator.predict, estimator.deviation, estimator.gradient].filter((ask) => ask !== null)

  describe(`the laws of an estimator: ${name}`, () => {
    it("fit, predict, deviation and gradient never change their arguments", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        const [stateBefore, samplesBefore] = [bits(state), copyOf(samples)]
        estimator.fit(state, samples, passes, null)
        for (const ask of questions(estimator)) ask(state, samples)
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
        const others = questions(other)
        questions(one).forEach((ask, i) => expect(others[i](copyOf(state), samples)).toEqual(ask(state, samples)))
      }), runs)
    })

    it("what is said of an architecture does not depend on the ones beside it", () => {
      const estimator = make()
      const { state, samples } = fitted(estimator, 7)
      for (const ask of questions(estimator)) {
        const alone = Array.from(samples.losses, (_, i) => [...ask(state, queriesAt(samples, [i]))])
        expect(Float64Array.from(alone.flat())).toEqual(ask(state, samples))
        expect(ask(state, { count: 0, inputs: new Float64Array(0), steps: new Float64Array(0) })).toHaveLength(0)
      }
    })

    it("predicts a finite number for each architecture, with a finite deviation from 0 on where it gives one", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        for (const reached of [estimator.init(), state]) {
          const predictions = estimator.predict(reached, samples)
          const deviations = estimator.deviation?.(reached, samples) ?? predictions.map(() => 0)
          expect(predictions).toHaveLength(samples.count)
          expect(deviations).toHaveLength(samples.count)
          expect(predictions.every(Number.isFinite)).toBe(true)
          expect(deviations.every((deviation) => Number.isFinite(deviation) && deviation >= 0)).toBe(true)
        }
      }), runs)
    })

    if (make().gradient !== null) it("gradient is the derivative of predict with respect to H", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        const query = queriesAt(samples, [seed % samples.count])
        const gradient = estimator.gradient!(state, query)
        const scale = gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 1)
        const h = 1e-5
        const at = (i: number, change: number) =>
          estimator.predict(state, { ...query, inputs: query.inputs.with(i, query.inputs[i] + change) })[0]
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

    const shuffled = (seed: number): readonly number[] =>
      Array.from({ length: 12 }, (_, i) => (i * 5 + seed) % 12)

    if (order === "rounding") it("samples in another order give the same predictions, up to rounding", () => {
      fc.assert(fc.property(seeds, (seed) => {
        const estimator = make()
        const { state, samples } = fitted(estimator, seed)
        const permuted = estimator.fit(estimator.init(), samplesAt(samples, shuffled(seed)), passes, null).state
        const queries = someSamples(seed + 1, 12, edges, operations)
        const [one, other] = [state, permuted].map((reached) => estimator.predict(reached, queries))
        one.forEach((y, i) => expect(Math.abs(other[i] - y)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(y))))
      }), runs)
    })

    if (order === "batches") it("samples in another order give the same bits each time, learned as well", () => {
      const samples = someSamples(5, 12, edges, operations)
      const errorOf = (estimator: Estimator<S>, state: S) => estimator.predict(state, samples)
        .reduce((sum, y, i) => sum + samples.weights[i] * (y - samples.losses[i]) * (y - samples.losses[i]), 0)
      const [permuted, again] = [make(), make()].map((estimator) =>
        estimator.fit(estimator.init(), samplesAt(samples, shuffled(5)), 200, null).state)
      expect(bits(again)).toBe(bits(permuted))
      const estimator = make()
      const straight = estimator.fit(estimator.init(), samples, 200, null).state
      const start = errorOf(estimator, estimator.init())
      expect(errorOf(estimator, straight)).toBeLessThan(start / 5)
      expect(errorOf(estimator, permuted)).toBeLessThan(start / 5)
    })
  })
}
