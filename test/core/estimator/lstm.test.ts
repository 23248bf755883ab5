import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { float64Bytes } from "../../../src/core/codec/float64Array.ts"
import { lstm } from "../../../src/core/estimator/lstm.ts"
import { lstmParameters } from "../../../src/core/estimator/lstmParameters.ts"
import { plainLstmKernel } from "../../../src/core/estimator/plainLstmKernel.ts"
import { weightedLoss } from "../../../src/core/estimator/weightedLoss.ts"
import { samplesFor, shapeOf } from "./lstmCases.ts"

const shape = shapeOf(6, 5, 8, "twice-sigmoid")
const options = { learningRate: 0.05, beta1: 0.5, beta2: 0.999, batch: 8, tauEvery: 5 }
const psi = lstm(options, shape, 11, plainLstmKernel)
const samples = samplesFor(shape, 20, 1)

/** The error at the first sample after a fit in which it has the given weight. */
const errorOfFirst = (weight: number): number => {
  const weights = samples.weights.map((w, i) => (i === 0 ? weight : w))
  const { state } = psi.fit(psi.init(), { ...samples, weights }, 30, null)
  return Math.abs(psi.predict(state, samples.inputs, 1)[0]! - samples.losses[0]!)
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
    expect(lstm(options, shape, 12, plainLstmKernel).init().weights).not.toEqual(weights)
  })

  it("learns the losses of its samples", () => {
    const lossOf = (state: ReturnType<typeof psi.init>) => weightedLoss(psi.predict(state, samples.inputs, 20), samples)
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
    expect(stopped.passes % options.tauEvery).toBe(0)
    expect(stopped.passes).toBeLessThan(500)
    const before = psi.fit(psi.init(), samples, stopped.passes - options.tauEvery, 0.5)
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
    expect(psi.predict(state, new Float64Array(0), 0)).toEqual(new Float64Array(0))
  })

  it("neither throws nor hangs once a fit has diverged", () => {
    const wild = lstm({ ...options, learningRate: 1e300 }, { ...shape, head: "affine" }, 1, plainLstmKernel)
    const fitted = wild.fit(wild.init(), samples, 20, 0.95)
    expect(wild.predict(fitted.state, samples.inputs, 20).every(Number.isNaN)).toBe(true)
    expect(fitted.passes).toBe(20)
    expect(Number.isFinite(fitted.tau)).toBe(true)
  })

  it("gives the recorded weights for a recorded fit", () => {
    const { state } = psi.fit(psi.init(), samples, 25, null)
    const digest = createHash("sha256").update(float64Bytes(state.weights)).digest("hex")
    expect(digest).toMatchInlineSnapshot(`"04cb375b0be81b17cc691c9aae11412b211a4d1d1b716383ab9f9a9d852fd1aa"`)
  })
})
