import { describe, expect, it } from "vitest"
import { scoreScale } from "../../../src/core/estimator/scoreScale.ts"
import { rankScores } from "../../../src/core/estimator/target.ts"

const losses = Float64Array.of(0.4, 0.1, 0.9, 0.4, 0.2)

describe("the scale between scores of ranks and losses", () => {
  it("leads from the score of each loss back to it, and from the loss to its score", () => {
    const scale = scoreScale(losses)
    const scores = rankScores(losses)
    scores.forEach((score, i) => {
      expect(scale.lossOf(score)).toBe(losses[i])
      expect(scale.scoreOf(losses[i]!)).toBe(score)
    })
  })

  it("keeps the order between them, and ends at the losses that were seen", () => {
    const { lossOf, scoreOf } = scoreScale(losses)
    const between = lossOf((scoreOf(0.2) + scoreOf(0.4)) / 2)
    expect(between).toBeCloseTo(0.3, 14)
    expect([lossOf(-100), lossOf(100)]).toEqual([0.1, 0.9])
    expect([scoreOf(0), scoreOf(5)]).toEqual([scoreOf(0.1), scoreOf(0.9)])
  })

  it("knows one loss where all are equal", () => {
    const { lossOf, scoreOf } = scoreScale(Float64Array.of(0.5, 0.5, 0.5))
    expect([lossOf(-1), lossOf(0), lossOf(1), scoreOf(0.1)]).toEqual([0.5, 0.5, 0.5, 0])
  })
})
