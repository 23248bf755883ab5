import * as Either from "fp-ts/lib/Either.js"
import { describe, expect, it } from "vitest"
import type { Estimator, EstimatorState, Samples } from "../../../src/core/estimator/estimator.ts"
import type { Input } from "../../../src/core/estimator/input.ts"
import { estimatorFor } from "../../../src/core/estimator/registry.ts"
import { rankScores, type Target } from "../../../src/core/estimator/target.ts"
import type { Weighting } from "../../../src/core/estimator/weightedLoss.ts"
import type { Candidate } from "../../../src/core/history/candidate.ts"
import { history, type History } from "../../../src/core/history/history.ts"
import { aheadSamples, oneStepAhead } from "../../../src/core/history/oneStepAhead.ts"
import { joinedPredictions, type Predictions } from "../../../src/core/history/predictions.ts"
import { foldPredictions } from "../../../src/core/history/refit.ts"
import { refitFigures } from "../../../src/core/history/refitFigures.ts"
import { type RefitOptions, type RefitPlan, refitPlan } from "../../../src/core/history/refitPlan.ts"
import { lossesOf, trainingSamples } from "../../../src/core/history/refitSamples.ts"
import { paperConfiguration } from "../../../src/core/search/configuration.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { environment } from "../search/inMemory.ts"
import { configured, learned, logged, measured, sampled, tinySpace, weightsOf } from "./logs.ts"

const learning = (input: Input = "soft", target: Target = "loss", weighting: Weighting = "none"): Candidate["learning"] =>
  ({ weighting, weightFloor: 0.01, estimator: { input, target } })

const candidate = (estimator: Estimator<EstimatorState>, changes: Partial<Candidate> = {}): Candidate =>
  ({ name: "candidate", estimator, warmUpPasses: 1, passes: 1, stopTau: 0.95, learning: learning(), ...changes })

const named = (name: "mean" | "ridge", ridge: number, changes: Partial<Candidate> = {}): Candidate =>
  candidate(estimatorFor(environment, tinySpace, 1, { ...paperConfiguration.estimator, name, ridge }), changes)

const meanCandidate = named("mean", 1)
const ridgeCandidate = named("ridge", 1e-3)

/** A log whose losses follow H, by way of `lossOfWeights`. */
const past = (count: number, lossOfWeights = (h: Float64Array) => 0.2 + 0.5 * h[0] + 0.3 * h[2]): History => {
  const facts = Array.from({ length: count }, (_, i) => i + 1).flatMap((step): readonly Fact[] =>
    [sampled(step), measured(step, lossOfWeights(weightsOf(step))), learned(step)])
  return history(logged([configured(), ...facts]))
}

const right = <A>(either: Either.Either<string, A>): A => {
  if (Either.isLeft(either)) throw new Error(either.left)
  return either.right
}

const planOf = (history: History, changes: Partial<RefitOptions> = {}): RefitPlan =>
  right(refitPlan(history, { memory: null, folds: 5, seed: 1, ...changes }))

const figuresOf = (plan: RefitPlan, candidate: Candidate) =>
  refitFigures(plan.folds.map((fold, i) => ({
    predictions: right(foldPredictions(plan, candidate, i)), losses: lossesOf(fold.map((at) => plan.all[at]))
  })), null)

const ahead = (plan: RefitPlan, candidate: Candidate, every = 1): Predictions =>
  joinedPredictions([...oneStepAhead(plan, candidate, { every })].map(right))

/** An estimator that notes what it is asked to learn, and answers what it is told to. */
const spy = (answer: (count: number) => Float64Array = (count) => new Float64Array(count), deviation: Estimator<EstimatorState>["deviation"] = null) => {
  const fits: { readonly state: number; readonly samples: Samples; readonly passes: number; readonly stopTau: number | null }[] = []
  const estimator: Estimator<EstimatorState> = {
    name: "spy",
    init: () => ({ fits: 0 }),
    fit: (state, samples, passes, stopTau) => {
      fits.push({ state: Number(state["fits"]), samples, passes, stopTau })
      return { state: { fits: Number(state["fits"]) + 1 }, passes, tau: null }
    },
    predict: (_, { count }) => answer(count),
    deviation,
    gradient: null
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
    right(foldPredictions(plan, candidate(estimator, { warmUpPasses: 77 }), 2))
    const kept = plan.all.filter((_, i) => !plan.folds[2].includes(i))
    expect(fits).toHaveLength(1)
    expect(fits[0]).toMatchObject({ state: 0, passes: 77, stopTau: null })
    expect(fits[0].samples.losses).toEqual(lossesOf(kept))
  })

  it("finds that ridge regression knows a linear landscape, and what the mean is worth", () => {
    const plan = planOf(past(60))
    const [knowing, ignorant] = [figuresOf(plan, ridgeCandidate), figuresOf(plan, meanCandidate)]
    expect(knowing.samples).toBe(60)
    expect(knowing.mse).toBeLessThan(1e-5)
    expect(knowing.kendallTau).toBeGreaterThan(0.95)
    expect(knowing.spearman).toBeGreaterThan(0.98)
    expect(knowing.topOverlap).toBe(1)
    expect(ignorant.mse).toBeGreaterThan(0.01)
    expect([ignorant.kendallTau, ignorant.spearman]).toEqual([0, 0])
    expect(ignorant.topOverlap).toBeCloseTo(1 / 12, 12)
  })

  it("holds out the last architectures where the shortest memory is shorter than the log", () => {
    const heldOut = ({ all, folds }: RefitPlan) => folds.flat().map((i) => all[i].step).toSorted((a, b) => a - b)
    expect(heldOut(planOf(past(30), { memory: 12 }))).toEqual(Array.from({ length: 12 }, (_, i) => i + 19))
    expect(heldOut(planOf(past(30), { memory: 99 }))).toHaveLength(30)
  })

  it("judges a longer memory on the same architectures, fitted to more of those before them", () => {
    const plan = planOf(past(30), { memory: 10 })
    const seen = (memory: number | null) => {
      const { fits, estimator } = spy()
      const predictions = right(foldPredictions(plan, candidate(estimator, { memory }), 0))
      return [fits[0].samples.count, predictions.losses.length]
    }
    expect([seen(10), seen(20), seen(null), seen(99)]).toEqual([[8, 2], [18, 2], [28, 2], [28, 2]])
  })

  it("leaves diverged and failed steps out", () => {
    const { steps } = past(8)
    const diverged = steps.map((step, i) => (i === 3 ? { ...step, outcome: "diverged" as const, loss: null } : step))
    expect(planOf({ ...past(8), steps: diverged }).all.map(({ step }) => step)).toEqual([1, 2, 3, 5, 6, 7, 8])
  })

  it("makes fewer folds rather than folds of one sample", () => {
    expect(planOf(past(5)).folds.map((fold) => fold.length)).toEqual([3, 2])
  })

  it("says why where there is too little to refit", () => {
    expect(refitPlan(past(3), { memory: null, folds: 5, seed: 1 }))
      .toEqual(Either.left("a refit needs at least 4 measured architectures, and there are 3"))
  })

  it("can read the chosen operations instead of the soft weights", () => {
    const plan = planOf(past(40, (h) => (h[0] >= h[1] ? 0.2 : 0.6)))
    const mseOf = (input: Input) => figuresOf(plan, named("ridge", 1e-6, { learning: learning(input) })).mse
    expect(mseOf("one-hot")).toBeLessThan(1e-9)
    expect(mseOf("soft")).toBeGreaterThan(1e-3)
  })
})

describe("an estimator that is fitted to ranks", () => {
  it("learns scores, and is judged by its order and by the losses that its scores stand for", () => {
    const plan = planOf(past(60, (h) => 0.2 + 100 * h[0] ** 8))
    const ranked = named("ridge", 1e-3, { learning: learning("soft", "rank") })
    const { fits, estimator } = spy()
    right(foldPredictions(plan, candidate(estimator, { learning: learning("soft", "rank") }), 0))
    const kept = plan.all.filter((_, i) => !plan.folds[0].includes(i))
    expect(fits[0].samples.losses).toEqual(rankScores(lossesOf(kept)))
    const [byRank, byLoss] = [figuresOf(plan, ranked), figuresOf(plan, ridgeCandidate)]
    expect(byRank.kendallTau).toBeGreaterThan(byLoss.kendallTau)
    expect(byRank.mse).toBeLessThan(byLoss.mse)
  })

  it("predicts no loss outside those it was fitted to", () => {
    const plan = planOf(past(20))
    const losses = (score: number) =>
      right(foldPredictions(plan, candidate(spy((n) => new Float64Array(n).fill(score)).estimator, { learning: learning("soft", "rank") }), 0)).losses
    const known = lossesOf(plan.all.filter((_, i) => !plan.folds[0].includes(i))).toSorted()
    expect([losses(-9)[0], losses(9)[0]]).toEqual([known[0], known.at(-1)])
  })
})

describe("the weighting of a refit", () => {
  const { all } = planOf(past(6))
  const weights = (weighting: Weighting) => trainingSamples(all, learning("soft", "loss", weighting)).weights
  const normalised = (raw: readonly number[]) => raw.map((weight) => weight / (raw.reduce((sum, one) => sum + one, 0) / raw.length))

  it("none: all alike; loss: by 1 / L", () => {
    expect([...weights("none")]).toEqual([1, 1, 1, 1, 1, 1])
    normalised(all.map(({ loss }) => 1 / loss)).forEach((weight, i) => expect(weights("loss")[i]).toBeCloseTo(weight, 12))
  })

  it("paper: by the distance of the loss from the one before it, and 1 in the warm-up", () => {
    const distances = all.map(({ loss, phase }, t) => phase === "warm-up" ? 1 : Math.max(0.01, Math.abs(loss - all[t - 1].loss)))
    normalised(distances.map((p) => 1 / p)).forEach((weight, i) => expect(weights("paper")[i]).toBeCloseTo(weight, 12))
  })
})

describe("one step ahead", () => {
  it("predicts each step after the warm-up from all before it, going on from the last fit", () => {
    const { fits, estimator } = spy()
    const plan = planOf(past(6))
    const { losses } = ahead(plan, candidate(estimator, { warmUpPasses: 50, passes: 7 }))
    expect(losses).toHaveLength(4)
    expect(aheadSamples(plan).map(({ step }) => step)).toEqual([3, 4, 5, 6])
    expect(fits.map(({ state, samples, passes, stopTau }) => [state, samples.count, passes, stopTau])).toEqual([
      [0, 2, 50, null], [1, 3, 7, 0.95], [2, 4, 7, 0.95], [3, 5, 7, 0.95]
    ])
  })

  it("fits before every so many steps where it is asked to, and predicts those between as well", () => {
    const { fits, estimator } = spy()
    const { losses } = ahead(planOf(past(9)), candidate(estimator), 3)
    expect(fits.map(({ samples }) => samples.count)).toEqual([2, 5, 8])
    expect(losses).toHaveLength(7)
  })

  it("remembers as much as the memory holds", () => {
    const { fits, estimator } = spy()
    ahead(planOf(past(9)), candidate(estimator, { memory: 4 }))
    expect(fits.map(({ samples }) => samples.count)).toEqual([2, 3, 4, 4, 4, 4, 4])
  })

  it("comes out the same in parts for an estimator that starts afresh with each fit", () => {
    const plan = planOf(past(20))
    const whole = ahead(plan, ridgeCandidate, 2)
    const parts = [[0, 6], [6, 12], [12, 18]].flatMap(([from, to]) => [...oneStepAhead(plan, ridgeCandidate, { every: 2, from, to })].map(right))
    expect(joinedPredictions(parts)).toEqual(whole)
  })

  it("gets better as the log grows, and can be left at any step", () => {
    const plan = planOf(past(40))
    const errors = ahead(plan, ridgeCandidate).losses.map((loss, i) => (loss - aheadSamples(plan)[i].loss) ** 2)
    expect(errors.at(-1)).toBeLessThan(1e-4)
    expect(errors.at(-1)).toBeLessThan(errors[0])
    expect(oneStepAhead(plan, ridgeCandidate, { every: 1 }).next().done).toBe(false)
  })
})

describe("an estimator that gives what none may give", () => {
  const plan = planOf(past(10))
  const clauses = (candidate: Candidate) =>
    [foldPredictions(plan, candidate, 0), ...oneStepAhead(plan, candidate, { every: 1 })].map((end) => Either.isLeft(end) ? end.left : null)
  const first = plan.all[plan.folds[0][0]].step

  it.each<[string, (count: number) => Float64Array, (fold: string, ahead: string) => readonly string[]]>([
    ["NaN", (n) => new Float64Array(n).fill(NaN), () => [
      `gave the prediction NaN for the architecture of step ${first}`, "gave the prediction NaN for the architecture of step 3"
    ]],
    ["another length", (n) => new Float64Array(n + 1), () => [
      "gave 3 predictions for 2 architectures", "gave 2 predictions for 1 architectures"
    ]]
  ])("%s: a clause says so, and nothing follows it", (_, answer, expected) => {
    expect(clauses(candidate(spy(answer).estimator))).toEqual(expected("", ""))
  })

  it("a deviation below 0 likewise", () => {
    const { estimator } = spy(undefined, (_, { count }) => new Float64Array(count).fill(-1))
    expect(clauses(candidate(estimator))[0]).toBe(`gave the deviation -1 for the architecture of step ${first}`)
  })
})
