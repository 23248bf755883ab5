import { describe, expect, it } from "vitest"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { estimatorFor } from "../../../src/core/estimator/registry.ts"
import { history } from "../../../src/core/history/history.ts"
import { learningCurve } from "../../../src/core/history/learningCurve.ts"
import { type RefitSample, refitSamples } from "../../../src/core/history/refitSamples.ts"
import { generalisationGaps } from "../../../src/core/theory/generalisationGap.ts"
import { paperConfiguration } from "../../../src/core/search/configuration.ts"
import type { Fact } from "../../../src/core/search/event.ts"
import { configured, environment, formulaLoss, runInMemory, smallConfiguration } from "../search/inMemory.ts"
import { logged } from "./logs.ts"

const samplesOfSearch = (seed: number, warmUp: number): readonly RefitSample[] => {
  const configuration = { ...smallConfiguration, warmUp, steps: 0 }
  const facts: readonly Fact[] = runInMemory([configured(configuration, nb201, seed)]).facts
  return refitSamples(history(logged(facts)))
}

const candidate = (name: "ridge" | "mean") => ({
  name,
  estimator: estimatorFor(environment, nb201, 1, { ...paperConfiguration.estimator, name, ridge: 1e-6 }),
  learning: { ...paperConfiguration, weighting: "none" as const, estimator: { input: "one-hot" as const, target: "loss" as const } },
  warmUpPasses: 1,
  passes: 1,
  stopTau: null
})

const fed = samplesOfSearch(1, 60)
const held = samplesOfSearch(2, 40)

describe("a learning curve", () => {
  it("has a point for each architecture fed, with the errors on those fed and on the held-out ones", () => {
    const points = [...learningCurve(fed, held, candidate("mean"))]
    expect(points.map((point) => point.fed)).toEqual(fed.map((_, i) => i + 1))
    expect(points[0]!.trainError).toBe(0)
    const mean = (fed[0]!.loss + fed[1]!.loss) / 2
    const error = held.reduce((sum, { loss }) => sum + (loss - mean) ** 2, 0) / held.length
    expect(points[1]!.testError).toBeCloseTo(error, 14)
  })

  it("falls where the losses are of the estimator's kind: a sum over the edges is linear in the choices", () => {
    expect(formulaLoss(fed[0]!.choice)).toBe(fed[0]!.loss)
    const points = [...learningCurve(fed, held, candidate("ridge"))]
    expect(points[59]!.testError).toBeLessThan(1e-6 * points[4]!.testError)
  })
})

describe("an estimator that predicts scores of ranks", () => {
  it("is judged by the losses that its scores stand for", () => {
    const { learning, ...others } = candidate("ridge")
    const ranks = { ...others, learning: { ...learning, estimator: { input: "one-hot" as const, target: "rank" as const } } }
    const spread = Math.max(...held.map(({ loss }) => loss)) - Math.min(...held.map(({ loss }) => loss))
    const [last] = [...learningCurve(fed, held, ranks)].slice(-1)
    expect(last!.testError).toBeLessThan((0.2 * spread) ** 2)
    const [gap] = [...generalisationGaps(fed, held, [60], ranks)]
    expect(gap!.expected).toBeLessThan((0.2 * spread) ** 2)
  })
})

describe("an estimator that answers what none may answer", () => {
  it("ends its curve with a clause about it", () => {
    const sound = candidate("mean")
    const broken = { ...sound, estimator: { ...sound.estimator, predict: () => new Float64Array([NaN]) } }
    const points = learningCurve(fed, held, broken)
    expect(points.next()).toEqual({ done: true, value: "gave the prediction NaN for the architecture of step 1" })
    expect(generalisationGaps(fed, held, [10], broken).next()).toEqual({ done: true, value: "gave 1 predictions for 10 architectures" })
  })
})

describe("the gap between an estimator's loss on what it saw and on the whole space", () => {
  it("closes once a linear estimator has seen more architectures than it has coefficients", () => {
    const gaps = [...generalisationGaps(fed, held, [10, 50, 100], candidate("ridge"))]
    expect(gaps.map(({ samples }) => samples)).toEqual([10, 50])
    expect(gaps[0]!.expected).toBeGreaterThan(1e3 * gaps[1]!.expected)
    for (const { empirical, expected, gap } of gaps) expect(gap).toBe(Math.abs(empirical - expected))
  })
})
