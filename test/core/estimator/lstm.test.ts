import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { float64Bytes } from "../../../src/core/codec/float64Array.ts"
import { lstm } from "../../../src/core/estimator/lstm.ts"
import { lstmParameters } from "../../../src/core/estimator/lstmParameters.ts"
import { weightedLoss } from "../../../src/core/estimator/weightedLoss.ts"
import type { EstimatorConfiguration } from "../../../src/core/search/configuration.ts"
import { contextFor } from "./contexts.ts"
import { samplesFor, shapeOf } from "./lstmCases.ts"

const shape = shapeOf(6, 5, 8, "twice-sigmoid")
const options = { hidden: 8, learningRate: 0.05, batch: 8 }
const lstmWith = (changes: Partial<EstimatorConfiguration> = {}, at: Parameters<typeof contextFor>[3] = { seed: 11 }) =>
  lstm(contextFor(6, 5, { ...options, ...changes }, at))
const psi = lstmWith()
const samples = samplesFor(shape, 20, 1)

/** The error at the first sample after a fit in which it has the given weight. */
const errorOfFirst = (weight: number): number => {
  const weights = samples.weights.map((w, i) => (i === 0 ? weight : w))
  const { state } = psi.fit(psi.init(), { ...samples, weights }, 30, null)
  return Math.abs(psi.predict(state, samples)[0]! - samples.losses[0]!)
}

describe("LSTM estimator", () => {
  it("has 1,681 parameters at K = 8 and hidden 16", () => {
    expect(lstmParameters({ operations: 8, hidden: 16 }).count).toBe(1681)
  })

  it("starts within 1 / sqrt(hidden), at weights that depend on the seed alone", () => {
    const { weights } = psi.init()
    expect(weights.length).toBe(lstmParameters(shape).count)
    expect(weights.every((w) => Math.abs(w) < 1 / Math.sqrt(8))).toBe(true)
    expect(psi.init()).toEqual(psi.init())
    expect(lstmWith({}, { seed: 12 }).init().weights).not.toEqual(weights)
  })

  it("starts with the forget gate's bias raised by the given amount, and nothing else changed", () => {
    const raised = lstmWith({ forgetBias: 1.5 }).init().weights
    const { inputBias } = lstmParameters(shape)
    const changes = raised.map((w, i) => w - psi.init().weights[i]!)
    changes.forEach((change, i) =>
      expect(change).toBeCloseTo(i >= inputBias + 8 && i < inputBias + 16 ? 1.5 : 0, 12))
  })

  it("makes one Adam step a pass where mini-batches are drawn", () => {
    const drawn = lstmWith({ batches: "drawn" })
    expect(drawn.fit(drawn.init(), samples, 5, null).state.beta1Power).toBe(0.5 ** 5)
    const learned = drawn.fit(drawn.init(), samples, 300, null)
    expect(learned.tau).toBeGreaterThan(0.6)
  })

  it("keeps its weights smaller the stronger the decay", () => {
    const sizes = [0, 0.1, 1].map((weightDecay) => {
      const decaying = lstmWith({ weightDecay })
      return decaying.fit(decaying.init(), samples, 50, null).state.weights.reduce((sum, w) => sum + w * w, 0)
    })
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it("learns the losses of its samples", () => {
    const lossOf = (state: ReturnType<typeof psi.init>) => weightedLoss(psi.predict(state, samples), samples)
    const fitted = psi.fit(psi.init(), samples, 200, null)
    expect(lossOf(fitted.state)).toBeLessThan(0.2 * lossOf(psi.init()))
    expect(fitted.passes).toBe(200)
    expect(fitted.tau).toBeGreaterThan(0.6)
  })

  it("fits heavy samples better than light ones", () => {
    expect(errorOfFirst(30)).toBeLessThan(errorOfFirst(0))
  })

  it("changes none of its arguments and gives the same bits again", () => {
    const state = psi.init()
    const [stateBefore, samplesBefore] = [structuredClone(state), structuredClone(samples)]
    const once = psi.fit(state, samples, 10, 0.5)
    expect(psi.fit(state, samples, 10, 0.5)).toEqual(once)
    expect(state).toEqual(stateBefore)
    expect(samples).toEqual(samplesBefore)
  })

  it("goes on from its state, in an order of its own at each fit", () => {
    const first = psi.fit(psi.init(), samples, 3, null).state
    const second = psi.fit(first, samples, 3, null).state
    const repeated = psi.fit({ ...first, fits: 0 }, samples, 3, null).state
    expect([first.fits, second.fits]).toEqual([1, 2])
    expect(second.beta1Power).toBe(0.5 ** 18)
    expect(second.weights).not.toEqual(first.weights)
    expect(second.weights).not.toEqual(repeated.weights)
  })

  it("stops at the first look that finds Kendall's tau above the limit", () => {
    const stopped = psi.fit(psi.init(), samples, 500, 0.5)
    expect(stopped.tau).toBeGreaterThan(0.5)
    expect(stopped.passes % 5).toBe(0)
    expect(stopped.passes).toBeLessThan(500)
    const before = psi.fit(psi.init(), samples, stopped.passes - 5, 0.5)
    expect(before.tau).toBeLessThanOrEqual(0.5)
    expect(psi.fit(psi.init(), samples, stopped.passes, null).state).toEqual(stopped.state)
  })

  it("makes every pass where no limit is given, and none where none is asked for", () => {
    expect(psi.fit(psi.init(), samples, 12, null).passes).toBe(12)
    const none = psi.fit(psi.init(), samples, 0, null)
    expect(none.passes).toBe(0)
    expect(none.state.weights).toEqual(psi.init().weights)
  })

  it("leaves its state alone without samples", () => {
    const state = psi.init()
    expect(psi.fit(state, samplesFor(shape, 0, 1), 10, null)).toEqual({ state, passes: 0, tau: null })
    expect(psi.predict(state, samplesFor(shape, 0, 1))).toEqual(new Float64Array(0))
  })

  it("neither throws nor hangs once a fit has diverged", () => {
    const wild = lstmWith({ learningRate: 1e300, head: "affine" }, { seed: 1 })
    const fitted = wild.fit(wild.init(), samples, 20, 0.95)
    expect(wild.predict(fitted.state, samples).every(Number.isNaN)).toBe(true)
    expect(fitted.passes).toBe(20)
    expect(Number.isFinite(fitted.tau)).toBe(true)
  })

  it("gives the recorded weights for a recorded fit", () => {
    const digestOf = (estimator: typeof psi) => {
      const { state } = estimator.fit(estimator.init(), samples, 25, null)
      return createHash("sha256").update(float64Bytes(state.weights)).digest("hex")
    }
    expect(digestOf(psi)).toMatchInlineSnapshot(`"04cb375b0be81b17cc691c9aae11412b211a4d1d1b716383ab9f9a9d852fd1aa"`)
    expect(digestOf(lstmWith({ batches: "drawn", weightDecay: 1e-3, forgetBias: 1 }))).toMatchInlineSnapshot(`"940667a8470a9842eeb7883c6214bbe8e2d673b778c3f7d14824e989f1cbd362"`)
  })
})
