import { describe, expect, test } from "vitest"
import { curvesOf } from "../../../src/effects/study/curves.ts"
import { measureTable } from "../../../src/effects/study/measureTable.ts"
import { done, studyFile, summary } from "./studies.ts"

describe("the networks that it takes to reach the table's best", () => {
  const file = studyFile({ measures: ["queries-to-best"], within: [2, 4, 100] })
  const best = 0.1
  const runs = [
    done("ridge", 1, summary([0.5, 0.1, 0.3, 0.4, 0.4], best)),
    done("ridge", 2, summary([0.5, 0.4, 0.3, 0.1, 0.4], best)),
    done("ridge", 3, summary([0.5, 0.4, 0.3, 0.2, 0.4], best)),
    done("mean", 1, summary([0.5, 0.4, 0.3, 0.2, 0.9], best)),
    done("mean", 2, summary([0.5, 0.4, 0.3, 0.2, 0.9], best))
  ]
  const { rows } = measureTable(file, runs, null, "queries-to-best", null)

  test("a run that ended without counts as the cap, is named, and is never passed off as having reached it", () => {
    expect(rows[0]).toMatchObject({
      variant: "ridge",
      values: [{ seed: 1, value: 2, censored: false }, { seed: 2, value: 4, censored: false }, { seed: 3, value: 5, censored: true }],
      censoring: { cap: 5, reached: 2, without: [3] }
    })
    expect(rows[0]!.figures!.mean).toBeCloseTo(11 / 3, 15)
    expect(rows[1]!.censoring).toMatchObject({ reached: 0, without: [1, 2] })
  })

  test("the share within so many networks counts all runs; what lies beyond the cap is not known", () => {
    expect(rows[0]!.censoring!.within).toEqual([{ networks: 2, share: 1 / 3 }, { networks: 4, share: 2 / 3 }])
  })

  test("where a variant measures fewer networks, all are cut there", () => {
    const shorter = [...runs.slice(0, 3), done("mean", 1, summary([0.5, 0.4, 0.3], best))]
    const [ridge] = measureTable(file, shorter, null, "queries-to-best", null).rows
    expect(ridge).toMatchObject({ censoring: { cap: 3, reached: 1, without: [2, 3] }, figures: { mean: 8 / 3 } })
  })

  test("a run that stopped at the best does not cut the others", () => {
    const stopped = summary([0.5, 0.1], best, { planned: 5, finished: false })
    const [ridge] = measureTable(file, [...runs.slice(0, 2), done("ridge", 3, stopped)], null, "queries-to-best", null).rows
    expect(ridge).toMatchObject({ censoring: { cap: 5, reached: 3, without: [] } })
  })

  test("without a table nobody knows", () => {
    const { rows } = measureTable(file, [done("ridge", 1, summary([0.5], null))], null, "queries-to-best", null)
    expect(rows[0]).toMatchObject({ values: [], figures: null, censoring: null })
  })
})

describe("the best so far", () => {
  const runs = [
    done("ridge", 1, summary([0.5, 0.3, 0.2, 0.1], 0.1)),
    done("ridge", 2, summary([0.4, 0.4, 0.2, 0.2], 0.1)),
    done("mean", 1, summary([0.4, 0.1], 0.1, { planned: 4, finished: false }))
  ]

  test("is taken after a number of networks, or at the end", () => {
    const at = (moment: number | "end") =>
      measureTable(studyFile(), runs, null, "best-loss", moment).rows.map(({ values }) => values.map(({ value }) => value))
    expect(at(1)).toEqual([[0.5, 0.4], [0.4]])
    expect(at(2)).toEqual([[0.3, 0.4], [0.1]])
    expect(at("end")).toEqual([[0.1, 0.2], [0.1]])
  })

  test("only runs that are through count", () => {
    const begun = { ...runs[1]!, state: "begun" } as const
    expect(measureTable(studyFile(), [runs[0]!, begun], null, "best-loss", "end").rows[0]!.figures!.n).toBe(1)
  })

  test("makes a curve with an interval; a run that stopped at the best keeps it", () => {
    const [{ curves }] = curvesOf({ folder: "", file: studyFile(), runs, analyses: [] }, "best-loss") as [ReturnType<typeof curvesOf>[number]]
    expect(curves.map(({ variant, points }) => [variant, points.map(({ measured, mean }) => [measured, Number(mean.toFixed(3))])])).toEqual([
      ["ridge", [[1, 0.45], [2, 0.35], [3, 0.2], [4, 0.15]]],
      ["mean", [[1, 0.4], [2, 0.1], [3, 0.1], [4, 0.1]]]
    ])
    expect(curves[0]!.points[0]!.low).toBeLessThan(0.45)
    expect(curves[1]!.points[0]).toMatchObject({ low: null, high: null })
  })

  test("published figures stand in the table that they are for", () => {
    const reference = [
      { label: "others", measure: "best-loss", value: 0.2, at: 2, source: "a paper" },
      { label: "others", measure: "best-loss", value: 0.1, source: "a paper" }
    ] as const
    const file = studyFile({ reference })
    expect(measureTable(file, runs, null, "best-loss", 2).references).toEqual([reference[0]])
    expect(measureTable(file, runs, null, "best-loss", "end").references).toEqual([reference[1]])
    expect(measureTable(file, runs, null, "rank", "end").references).toEqual([])
  })
})
