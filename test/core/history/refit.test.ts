import * as Either from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { Estimator, EstimatorState, Samples } from "../../../src/core/estimator/estimator.ts"
import { mean } from "../../../src/core/estimator/mean.ts"
import { ridge } from "../../../src/core/estimator/ridge.ts"
import { history, type History } from "../../../src/core/history/history.ts"
import { oneStepAhead, stepsAhead } from "../../../src/core/history/oneStepAhead.ts"
import { type Candidate, foldPredictions, refit, type RefitOptions, type RefitPlan, refitPlan } from "../../../src/core/history/refit.ts"
import { trainingSamples } from "../../../src/core/history/refitSamples.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { configured, learned, logged, measured, sampled, weightsOf } from "./logs.ts"

const size = { edges: 2, operations: 2 }
const options: RefitOptions = { memory: null, folds: 5, weighting: "none", weightFloor: 0.01, seed: 1 }

const candidate = (name: string, estimator: Estimator<EstimatorState>, inputs: Candidate["inputs"] = "soft"): Candidate =>
  ({ name, estimator, warmUpPasses: 1, passes: 1, stopTau: 0.95, inputs })

const meanCandidate = candidate("mean", mean(size))
const ridgeCandidate = candidate("ridge", ridge(size, 1e-3))

/** A log whose losses follow H, by way of `lossOfWeights`. */
const past = (count: number, lossOfWeights = (h: Float64Array) => 0.2 + 0.5 * h[0] + 0.3 * h[2]): History => {
  const facts = Array.from({ length: count }, (_, i) => i + 1).flatMap((step): readonly Fact[] =>
    [sampled(step), measured(step, lossOfWeights(weightsOf(step))), learned(step)])
  return history(logged([configured(), ...facts]))
}

const planOf = (history: History, changes: Partial<RefitOptions> = {}): RefitPlan => {
  const plan = refitPlan(history, { ...options, ...changes })
  if (Either.isLeft(plan)) throw new Error(plan.left)
  return plan.right
}

/** An estimator that notes what it is asked to learn, and predicts 0. */
const spy = () => {
  const fits: { readonly state: number; readonly samples: Samples; readonly passes: number; readonly stopTau: number | null }[] = []
  const estimator: Estimator<{ readonly fits: number }> = {
    name: "spy",
    init: () => ({ fits: 0 }),
    fit: (state, samples, passes, stopTau) => {
      fits.push({ state: state.fits, samples, passes, stopTau })
      return { state: { fits: state.fits + 1 }, passes, tau: null }
    },
    predict: (_, __, count) => new Float64Array(count),
    gradient: () => new Float64Array(4)
  }
  return { fits, estimator }
}

describe("cross-validation of a log", () => {
  it("holds out every sample once, in folds of equal size that the seed alone decides", () => {
    const { folds } = planOf(past(23))
    expect(folds.map((fold) => fold.length)).toEqual([5, 5, 5, 4, 4])
    expect(folds.flat().toSorted((i, j) => i - j)).toEqual(Array.from({ length: 23 }, (_, i) => i))
    expect(planOf(past(23)).folds).toEqual(folds)
    expect(planOf(past(23), { seed: 2 }).folds).not.toEqual(folds)
    expect(folds.flat()).not.toEqual(folds.flat().toSorted((i, j) => i - j))
  })

  it("fits afresh, to everything but the fold, with the passes of a first fit", () => {
    const { fits, estimator } = spy()
    const plan = planOf(past(10))
    foldPredictions(plan, { ...candidate("spy", estimator), warmUpPasses: 77 }, 2)
    const kept = plan.samples.filter((_, i) => !plan.folds[2].includes(i))
    expect(fits).toHaveLength(1)
    expect(fits[0]).toMatchObject({ state: 0, passes: 77, stopTau: null })
    expect(fits[0].samples.losses).toEqual(Float64Array.from(kept, ({ loss }) => loss))
  })

  it("finds that ridge regression knows a linear landscape, and what the mean is worth", () => {
    const reports = refit(past(60), [ridgeCandidate, meanCandidate], options)
    expect(Either.isRight(reports)).toBe(true)
    const [knowing, ignorant] = Either.isRight(reports) ? reports.right : []
    expect(knowing).toMatchObject({ name: "ridge", samples: 60 })
    expect(knowing.mse).toBeLessThan(1e-5)
    expect(knowing.kendallTau).toBeGreaterThan(0.95)
    expect(knowing.spearman).toBeGreaterThan(0.98)
    expect(knowing.topOverlap).toBe(1)
    expect(ignorant.mse).toBeGreaterThan(0.01)
    expect([ignorant.kendallTau, ignorant.spearman]).toEqual([0, 0])
    expect(ignorant.topOverlap).toBeCloseTo(1 / 12, 12)
  })

  it("reads only the last architectures where the memory is shorter than the log", () => {
    expect(planOf(past(30), { memory: 12 }).samples.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 19))
    expect(planOf(past(30), { memory: 99 }).samples).toHaveLength(30)
  })

  it("leaves diverged and failed steps out", () => {
    const { steps } = past(8)
    const diverged = steps.map((step, i) => (i === 3 ? { ...step, outcome: "diverged" as const, loss: null } : step))
    expect(planOf({ ...past(8), steps: diverged }).samples.map(({ step }) => step)).toEqual([1, 2, 3, 5, 6, 7, 8])
  })

  it("makes fewer folds rather than folds of one sample", () => {
    expect(planOf(past(5)).folds.map((fold) => fold.length)).toEqual([3, 2])
  })

  it("says why where there is too little to refit", () => {
    expect(refitPlan(past(3), options)).toEqual(Either.left("a refit needs at least 4 measured architectures, and there are 3"))
  })

  it("can read the chosen operations instead of the soft weights", () => {
    const byChoice = past(40, (h) => (h[0] >= h[1] ? 0.2 : 0.6))
    const mseOf = (inputs: Candidate["inputs"]) => {
      const reports = refit(byChoice, [candidate("ridge", ridge(size, 1e-6), inputs)], options)
      return Either.isRight(reports) ? reports.right[0].mse : NaN
    }
    expect(mseOf("one-hot")).toBeLessThan(1e-9)
    expect(mseOf("soft")).toBeGreaterThan(1e-3)
  })
})

const normalised = (raw: readonly number[]) =>
  raw.map((weight) => weight / (raw.reduce((sum, one) => sum + one, 0) / raw.length))

describe("the weighting of a refit", () => {
  const { samples } = planOf(past(6))
  const weights = (weighting: RefitOptions["weighting"]) =>
    trainingSamples(samples, "soft", { weighting, weightFloor: 0.01 }).weights

  it("none: all alike; loss: by 1 / L", () => {
    expect([...weights("none")]).toEqual([1, 1, 1, 1, 1, 1])
    normalised(samples.map(({ loss }) => 1 / loss)).forEach((weight, i) => expect(weights("loss")[i]).toBeCloseTo(weight, 12))
  })

  it("paper: by the distance of the loss from the one before it, and 1 in the warm-up", () => {
    const distances = samples.map(({ loss, phase }, t) =>
      phase === "warm-up" ? 1 : Math.max(0.01, Math.abs(loss - samples[t - 1].loss)))
    normalised(distances.map((p) => 1 / p)).forEach((weight, i) => expect(weights("paper")[i]).toBeCloseTo(weight, 12))
  })
})

describe("one step ahead", () => {
  it("predicts each step after the warm-up from all before it, going on from the last fit", () => {
    const { fits, estimator } = spy()
    const plan = planOf(past(6))
    const errors = [...oneStepAhead(plan, { ...candidate("spy", estimator), warmUpPasses: 50, passes: 7 })]
    expect(errors).toEqual(plan.all.slice(2).map(({ loss }) => loss * loss))
    expect(errors).toHaveLength(stepsAhead(plan))
    expect(fits.map(({ state, samples, passes, stopTau }) => [state, samples.count, passes, stopTau])).toEqual([
      [0, 2, 50, null], [1, 3, 7, 0.95], [2, 4, 7, 0.95], [3, 5, 7, 0.95]
    ])
  })

  it("remembers as much as the memory holds", () => {
    const { fits, estimator } = spy()
    void [...oneStepAhead(planOf(past(9), { memory: 4 }), candidate("spy", estimator))]
    expect(fits.map(({ samples }) => samples.count)).toEqual([2, 3, 4, 4, 4, 4, 4])
  })

  it("gets better as the log grows, and can be left at any step", () => {
    const errors = oneStepAhead(planOf(past(40)), ridgeCandidate)
    const all = [...errors]
    expect(all.at(-1)).toBeLessThan(1e-4)
    expect(oneStepAhead(planOf(past(40)), ridgeCandidate).next().value).toBe(all[0])
  })
})
