import { describe, expect, it } from "vitest"
import type { Estimator, EstimatorState, Samples } from "../../../src/core/estimator/estimator.ts"
import { mean } from "../../../src/core/estimator/mean.ts"
import { mixture } from "../../../src/core/estimator/mixture.ts"
import {
  calibrations, emptyRecord, meanSquares, type MixtureRecord, partWeights, recorded
} from "../../../src/core/estimator/mixtureRecord.ts"
import { part } from "../../../src/core/estimator/registry.ts"
import { contextFor } from "./contexts.ts"
import { firstOf } from "./fiveSamples.ts"
import { estimatorLaws, someSamples } from "./laws.ts"

const context = contextFor(3, 4, { hidden: 4 })
const mixed = (...names: Parameters<typeof part>[1][]) => mixture(names.map((name, at) => part(context, name, at)))

/** Predicts `value` of everything, with the given deviation; learns nothing. */
const constant = (
  value: number,
  deviation: number | null = null,
  gradient: number | null = null
): Estimator<EstimatorState> => ({
  name: "constant",
  init: () => ({ value }),
  fit: (state, samples) => ({ state, passes: samples.count === 0 ? 0 : 1, tau: null }),
  predict: (state, { count }) => new Float64Array(count).fill(state.value as number),
  deviation: deviation === null ? null : (_, { count }) => new Float64Array(count).fill(deviation),
  gradient: gradient === null ? null : (_, { count }) => new Float64Array(count * 12).fill(gradient)
})

/** The state after the first sample and then each further one. */
const oneByOne = (psi: Estimator<EstimatorState>, samples: Samples): EstimatorState => {
  let state = psi.init()
  for (let count = 1; count <= samples.count; count++) state = psi.fit(state, firstOf(samples, count), 20, null).state
  return state
}

const weightsOf = (state: EstimatorState) => partWeights(state as unknown as MixtureRecord)

const alternating = (count: number): Samples => {
  const samples = someSamples(1, count, 3, 4)
  return { ...samples, losses: samples.losses.map((_, i) => (i % 2 === 0 ? 1 : -1)) }
}

const size = { edges: 3, operations: 4 }
estimatorLaws("a mixture in closed form", () => mixed("ridge", "pairs", "steps"), { ...size, passes: 1 })
estimatorLaws("a mixture with the LSTM", () => mixed("lstm", "ridge"), { ...size, passes: 5, order: "batches" })

describe("the record of a mixture", () => {
  it("starts with equal weights, errors as large as the spread, and deviations as they are", () => {
    const record = emptyRecord(2)
    expect([...partWeights(record), ...meanSquares(record), ...calibrations(record)]).toEqual([0.5, 0.5, 1, 1, 1, 1])
  })

  it("remembers errors relative to the spread, 0.97 of each after the next one", () => {
    const once = recorded(emptyRecord(1), 3, Float64Array.of(4), Float64Array.of(1), 2)
    const twice = recorded(once, 2, Float64Array.of(-1), Float64Array.of(2), 0.5)
    expect([twice.seen, twice.count]).toEqual([3, 1.97])
    expect(twice.squares[0]).toBeCloseTo(0.97 * 4 + 4, 14)
    expect(twice.standardised[0]).toBeCloseTo(0.97 * 16 + 0.25, 14)
    expect(meanSquares(twice)[0]).toBeCloseTo((5 + 7.88) / 6.97, 14)
    expect(calibrations(twice)[0]).toBeCloseTo(Math.sqrt((5 + 15.77) / 6.97), 14)
  })

  it("gives weights by the likelihood of the errors, and a hundredth of the best one's at least", () => {
    const after = (errors: readonly number[], times: number) => {
      let record = emptyRecord(errors.length)
      const silent = new Float64Array(errors.length)
      for (let t = 1; t <= times; t++) record = recorded(record, t, Float64Array.from(errors), silent, 1)
      return record
    }
    const [better, worse] = partWeights(after([0.5, 1], 1))
    expect(better / worse).toBeCloseTo(((5 + 0.25) / 6) ** -0.5, 12)
    expect(partWeights(after([0.1, 1], 100))[1]).toBeCloseTo(0.01 / 1.01, 12)
    const far = recorded(emptyRecord(1), 1, Float64Array.of(1e9), Float64Array.of(1), 1)
    expect(calibrations(far)[0]).toBeCloseTo(Math.sqrt(105 / 6), 12)
  })

  it("bounds what a diverged part adds", () => {
    const record = recorded(emptyRecord(2), 1, Float64Array.of(NaN, 1e200), Float64Array.of(1, 1), 1)
    expect([...record.squares, ...record.standardised]).toEqual([100, 100, 100, 100])
  })
})

describe("a mixture of estimators", () => {
  it("starts as the mean of its parts", () => {
    const psi = mixture([constant(1), constant(4)])
    const samples = alternating(3)
    expect(psi.predict(psi.fit(psi.init(), samples, 1, null).state, samples)).toEqual(Float64Array.of(2.5, 2.5, 2.5))
  })

  it("comes to trust the part that predicted better before it learned", () => {
    const samples = someSamples(4, 40, 3, 4)
    const psi = mixed("mean", "ridge")
    const [blind, seeing] = weightsOf(oneByOne(psi, samples))
    expect(seeing).toBeGreaterThan(10 * blind)
  })

  it("judges by predictions of the new samples alone: what was learned already is no merit", () => {
    const samples = someSamples(4, 40, 3, 4)
    const psi = mixed("mean", "knn")
    const state = psi.fit(psi.init(), samples, 1, null).state
    expect([...weightsOf(psi.fit(state, samples, 1, null).state)]).toEqual([0.5, 0.5])
  })

  it("has a record that does not depend on how the samples before the last fit came", () => {
    const samples = alternating(12)
    const psi = mixture([constant(0.5, 1), constant(-0.25, 2)])
    const first = psi.fit(psi.init(), firstOf(samples, 4), 1, null).state
    const together = psi.fit(first, samples, 1, null).state
    expect(together.count).toBeCloseTo((1 - 0.97 ** 8) / 0.03, 12)
    expect(together.seen).toBe(12)
    const pair = 2.25 + 0.97 * 0.25
    expect((together.squares as Float64Array)[0]).toBeCloseTo(pair * (1 - 0.97 ** 8) / (1 - 0.97 ** 2), 12)
  })

  it("is as unsure as its parts, calibrated, and as far as they are apart", () => {
    const psi = mixture([constant(1, 0.3), constant(4)])
    const samples = alternating(2)
    const { state } = psi.fit(psi.init(), samples, 1, null)
    expect(psi.deviation!(state, samples)[0]).toBeCloseTo(Math.sqrt((0.09 + 2.25 + 1 + 2.25) / 2), 14)
  })

  it("widens the deviations of a part that is too sure of itself", () => {
    const widthOf = (claimed: number): number => {
      const psi = mixture([constant(0, claimed)])
      return psi.deviation!(oneByOne(psi, alternating(60)), alternating(1))[0]
    }
    const count = (1 - 0.97 ** 59) / 0.03
    expect(widthOf(0.5)).toBeCloseTo(0.5 * Math.sqrt((5 + 4 * count) / (5 + count)), 12)
    expect(widthOf(0.01)).toBeCloseTo(0.05, 12)
    expect(widthOf(1)).toBeCloseTo(1, 12)
  })

  it("has the gradient of the parts that have one, and none where none has", () => {
    const samples = alternating(2)
    const psi = mixture([constant(1, null, 3), constant(4), constant(2, null, 5)])
    expect(psi.gradient!(psi.fit(psi.init(), samples, 1, null).state, samples)).toEqual(new Float64Array(24).fill(4))
    expect(mixture([constant(1), constant(2)]).gradient).toBeNull()
  })

  it("leaves a part as it was whose fit diverged, and learns with the others", () => {
    const broken: Estimator<EstimatorState> = {
      ...constant(2), fit: () => ({ state: { value: NaN }, passes: 1, tau: null })
    }
    const psi = mixture([broken, mean(context) as unknown as Estimator<EstimatorState>])
    const { state } = psi.fit(psi.init(), { ...alternating(1), losses: Float64Array.of(3) }, 1, null)
    expect([state["0.value"], state["1.mean"]]).toEqual([2, 3])
  })
})
