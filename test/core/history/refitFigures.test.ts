import { describe, expect, it } from "vitest"
import { calibration } from "../../../src/core/history/calibration.ts"
import { type Group, refitFigures, squaredErrors } from "../../../src/core/history/refitFigures.ts"
import { normals } from "../../../src/core/random/normal.ts"

const group = (scores: readonly number[], losses: readonly number[], standardised: readonly number[] | null = null): Group => ({
  predictions: {
    scores: Float64Array.from(scores), losses: Float64Array.from(scores),
    standardised: standardised === null ? null : Float64Array.from(standardised)
  },
  losses: Float64Array.from(losses)
})

describe("the figures of held-out predictions", () => {
  it("compare within a group only, and average by the groups' sizes", () => {
    // Across the two groups the order is wrong, within each it is right.
    const figures = refitFigures([group([5, 6, 7], [1, 2, 3]), group([1, 2], [8, 9])], null)
    expect([figures.kendallTau, figures.spearman, figures.samples]).toEqual([1, 1, 5])
    expect(refitFigures([group([1, 2, 3, 4], [1, 2, 3, 4]), group([2, 1], [1, 2])], null).kendallTau).toBeCloseTo((4 - 2) / 6, 14)
  })

  it("have the squared errors whose mean is the mse", () => {
    const groups = [group([1, 2], [1.5, 2]), group([4], [1])]
    expect([...squaredErrors(groups)]).toEqual([0.25, 0, 9])
    expect(refitFigures(groups, null).mse).toBeCloseTo(9.25 / 3, 14)
  })

  it("have precision at the k that was asked for, at most the size of a group", () => {
    const groups = [group([1, 2, 3, 4], [2, 1, 4, 3])]
    expect([1, 2, 3, 9].map((k) => refitFigures(groups, k).topOverlap)).toEqual([0, 1, 2 / 3, 1])
  })

  it("have a calibration only where every prediction has a deviation", () => {
    expect(refitFigures([group([1, 2], [1, 2], [0, 0]), group([1, 2], [1, 2])], null).calibration).toBeNull()
    expect(refitFigures([group([1, 2], [1, 2], [0.5, -1.5]), group([1, 2], [1, 2], [3, -1])], null).calibration)
      .toEqual({ within1: 0.5, within2: 0.75, squaredError: (0.25 + 2.25 + 9 + 1) / 4 })
  })
})

describe("calibration", () => {
  it("finds 68 and 95 % and a mean square of 1 where errors are normal and the deviations are right", () => {
    const { within1, within2, squaredError } = calibration(normals({ seed: 1, stream: "split", a: 0, b: 0 }, 20_000))!
    expect(within1).toBeCloseTo(0.6827, 2)
    expect(within2).toBeCloseTo(0.9545, 2)
    expect(squaredError).toBeCloseTo(1, 1)
  })

  it("is none where a deviation of 0 belongs to a wrong prediction", () => {
    expect(calibration(Float64Array.of(0, Infinity, 0.5))).toBeNull()
    expect(calibration(Float64Array.of(0, 0))).toEqual({ within1: 1, within2: 1, squaredError: 0 })
  })
})
