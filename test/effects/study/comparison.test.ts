import { describe, expect, test } from "vitest"
import { compare, type Sample } from "../../../src/effects/study/comparison.ts"

const around = (variant: string, centre: number): Sample => ({
  variant, values: Array.from({ length: 10 }, (_, i) => centre + (i - 4.5) / 10)
})

const pairs = (samples: readonly Sample[], baseline: string | null) => compare(samples, baseline).map(({ a, b }) => `${a}-${b}`)

describe("variants are compared", () => {
  const [a, b, c, d, e] = ["a", "b", "c", "d", "e"].map((name, i) => around(name, i)) as [Sample, Sample, Sample, Sample, Sample]

  test("each with each where there are at most four of them", () => {
    expect(pairs([a, b, c], null)).toEqual(["a-b", "a-c", "b-c"])
  })

  test("each with the first where there are more, or with the baseline that was asked for", () => {
    expect(pairs([a, b, c, d, e], null)).toEqual(["b-a", "c-a", "d-a", "e-a"])
    expect(pairs([a, b, c], "b")).toEqual(["a-b", "c-b"])
  })

  test("not at all with a baseline that has no run yet", () => {
    expect(pairs([a, c], "b")).toEqual([])
  })

  test("a clear difference is beyond noise, none is not, and the correction counts all pairs", () => {
    const [same, far, far2] = compare([a, around("twin", 0), around("far", 3)], null)
    expect(same).toMatchObject({ difference: 0, welch: 1, beyondNoise: false, superiority: 0.5 })
    expect(far).toMatchObject({ difference: -3, beyondNoise: true, superiority: 0 })
    expect(far!.welchHolm).toBeCloseTo(3 * far!.welch!, 15)
    expect(far2!.rankSumHolm).toBeCloseTo(3 * far2!.rankSum!, 15)
  })

  test("a single run each gives a difference and no p", () => {
    expect(compare([{ variant: "a", values: [1] }, { variant: "b", values: [2] }], null))
      .toEqual([expect.objectContaining({ difference: -1, welch: null, rankSum: null, welchHolm: null, rankSumHolm: null, beyondNoise: false })])
  })
})
