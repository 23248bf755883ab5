import { describe, expect, it } from "vitest"
import { nasnet } from "../../../src/core/architecture/spaces/nasnet.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import type { Samples } from "../../../src/core/estimator/estimator.ts"
import { gp, type GpState } from "../../../src/core/estimator/gp.ts"
import { kendallTau } from "../../../src/core/numeric/kendallTau.ts"
import { packedLength } from "../../../src/core/numeric/packedCholesky.ts"
import { contextOn } from "./contexts.ts"
import { firstOf, hardened } from "./fiveSamples.ts"
import { plainMaps, plainParameters, queryOf, tinyCell, tinyQueries, tinySamples } from "./gpCases.ts"
import { estimatorLaws, someSamples } from "./laws.ts"

estimatorLaws("gp on cells", () => gp(contextOn(tinyCell)), { edges: 3, operations: 3, passes: 1 })

const tiny = gp(contextOn(tinyCell))
/** A state with maps and hyper-parameters of its own, that are not chosen again before step 10. */
const given: GpState = { ...tiny.init(), ...plainMaps, parameters: plainParameters, chosenAt: 5 }
const without = (state: GpState): GpState =>
  ({ ...state, weights: new Float64Array(0), choices: new Float64Array(0), factor: new Float64Array(0) })
const fitTo = (samples: Samples, start = given): GpState => tiny.fit(start, samples, 1, null).state

describe("the Gaussian process", () => {
  it("has the predictions and deviations of the textbook (computed with numpy)", () => {
    const state = fitTo(tinySamples)
    const [one, other] = tiny.predict(state, tinyQueries)
    expect(one).toBeCloseTo(0.5838393933660592, 12)
    expect(other).toBeCloseTo(0.6154057434004315, 12)
    const [sd, otherSd] = tiny.deviation!(state, tinyQueries)
    expect(sd).toBeCloseTo(0.17388201918983734, 12)
    expect(otherSd).toBeCloseTo(0.13995960946350486, 12)
  })

  it("says tau of its predictions without making them", () => {
    const psi = gp(contextOn(nb201))
    const samples = hardened(someSamples(2, 30, 6, 5))
    const { state, tau } = psi.fit(psi.init(), samples, 1, null)
    expect(tau).toBe(kendallTau(psi.predict(state, samples), samples.losses))
    expect(tau).toBeGreaterThan(0.5)
  })

  it("grown sample by sample has the bits of one that is fitted at once", () => {
    const samples = someSamples(6, 40, 6, 5)
    const psi = gp(contextOn(nb201))
    let grown: GpState = { ...psi.init(), chosenAt: 1 }
    for (const count of [1, 2, 3, 4, 5, 6, 17, 18, 40]) {
      const start = { ...grown, chosenAt: count }
      grown = psi.fit(start, firstOf(samples, count), 1, null).state
      expect(psi.fit(without(start), firstOf(samples, count), 1, null).state).toEqual(grown)
    }
  })

  it("keeps no row from the first sample on that changed: its weight, its choices, or that it was forgotten", () => {
    const before = fitTo(tinySamples)
    const forgot = {
      count: 4, inputs: tinySamples.inputs.slice(9), steps: tinySamples.steps.slice(1),
      losses: tinySamples.losses.slice(1), weights: tinySamples.weights.slice(1)
    }
    const changed = [
      { ...tinySamples, weights: tinySamples.weights.with(2, 2) },
      { ...tinySamples, inputs: tinySamples.inputs.with(38, 0).with(37, 1) },
      forgot,
      firstOf(tinySamples, 3)
    ]
    for (const other of changed) {
      const start = { ...before, chosenAt: 3 }
      expect(fitTo(other, start)).toEqual(fitTo(other, without(start)))
      expect(fitTo(other, start).factor).not.toEqual(before.factor)
    }
  })

  it("solves anew where only the losses changed, as scores of ranks do", () => {
    const before = fitTo(tinySamples)
    const after = fitTo({ ...tinySamples, losses: tinySamples.losses.map((loss) => 2 * loss + 1) }, before)
    expect(after.factor).toEqual(before.factor)
    const scaled = tiny.predict(before, tinyQueries).map((y) => 2 * y + 1)
    tiny.predict(after, tinyQueries).forEach((y, i) => expect(y).toBeCloseTo(scaled[i], 12))
    const deviations = tiny.deviation!(before, tinyQueries)
    tiny.deviation!(after, tinyQueries).forEach((sd, i) => expect(sd).toBeCloseTo(2 * deviations[i], 12))
  })

  it("chooses its hyper-parameters at the first fit, and goes on with them as the memory grows", () => {
    const psi = gp(contextOn(nb201))
    const samples = someSamples(9, 25, 6, 5)
    const first = psi.fit(psi.init(), firstOf(samples, 20), 1, null).state
    const soon = psi.fit(first, firstOf(samples, 24), 1, null).state
    const later = psi.fit(soon, samples, 1, null).state
    expect([first.chosenAt, soon.chosenAt, later.chosenAt]).toEqual([20, 20, 25])
    expect(first.parameters).not.toEqual(psi.init().parameters)
    expect(soon.parameters).toEqual(first.parameters)
    expect(later.parameters).not.toEqual(first.parameters)
  })

  it("is sure near its samples and unsure far from them, and follows heavy samples more closely", () => {
    const state = fitTo(tinySamples)
    const [far] = tiny.deviation!(state, queryOf(0, 0, 0))
    tiny.deviation!(state, tinySamples).forEach((near) => expect(near).toBeLessThan(far / 1.5))
    const errorWith = (weight: number) => {
      const samples = { ...tinySamples, weights: tinySamples.weights.with(1, weight) }
      return Math.abs(tiny.predict(fitTo(samples), samples)[1] - samples.losses[1])
    }
    expect(errorWith(5)).toBeLessThan(errorWith(0.1) / 5)
  })

  it("predicts the same for architectures that differ on dead edges alone", () => {
    const state = fitTo(tinySamples)
    expect(tiny.predict(state, queryOf(1, 2, 0))).toEqual(tiny.predict(state, queryOf(2, 2, 0)))
    expect(tiny.predict(state, queryOf(1, 2, 1))).not.toEqual(tiny.predict(state, queryOf(2, 2, 1)))
  })

  it("conditions on 400 samples at most", () => {
    const samples = someSamples(3, 430, 3, 3)
    const { state } = tiny.fit({ ...given, chosenAt: 430 }, samples, 1, null)
    expect(state.weights).toHaveLength(400)
    expect(state.factor).toHaveLength(packedLength(400))
  })

  it("copes with repeated architectures, with losses that are all equal, and with one sample", () => {
    const repeated = { ...tinySamples, inputs: new Float64Array(45).map((_, j) => (j % 3 === 0 ? 1 : 0)) }
    const level = { ...tinySamples, losses: new Float64Array(5).fill(0.25) }
    for (const samples of [repeated, level, firstOf(tinySamples, 1)]) {
      const { state } = tiny.fit(tiny.init(), samples, 1, null)
      const known = [...tiny.predict(state, tinyQueries), ...tiny.deviation!(state, tinyQueries)]
      expect(known.every(Number.isFinite)).toBe(true)
    }
    expect(tiny.predict(tiny.fit(tiny.init(), level, 1, null).state, tinyQueries)).toEqual(Float64Array.of(0.25, 0.25))
  })

  it("handles the paper's space", () => {
    const psi = gp(contextOn(nasnet))
    const samples = someSamples(2, 12, 28, 8)
    const { state } = psi.fit(psi.init(), samples, 1, null)
    expect(psi.gradient!(state, firstOf(samples, 2)).every(Number.isFinite)).toBe(true)
    expect(kendallTau(psi.predict(state, samples), samples.losses)).toBeGreaterThan(0.5)
  })
})
