import { describe, expect, it } from "vitest"
import { against, againstBest as comparing, bestBy, type FigureName, intervalOf, type Judged, noiseUnit } from "../../../src/core/history/refitComparison.ts"
import { normals } from "../../../src/core/random/normal.ts"

const noise = (lane: number, count: number) => normals({ seed: 7, stream: "split", a: lane, b: 0 }, count)
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/** A candidate with these values on each log; the same ones for every figure. */
const judged = (name: string, logs: readonly Float64Array[], hasAhead = true): Judged => {
  const figures = logs.map((samples) => ({ value: mean(samples), samples }))
  return { name, kendallTau: figures, mse: figures, oneStepAhead: hasAhead ? figures : null }
}

/** The comparisons to the best one, all at once. */
const againstBest = (all: readonly Judged[], figure: FigureName) => {
  const steps = comparing(all, figure)
  for (;;) {
    const next = steps.next()
    if (next.done === true) return next.value
  }
}

const centred = (values: Float64Array) => values.map((value) => value - mean(values))

/** Noise that candidates share, since they are judged on the same architectures, and a little of their own. */
const shared = noise(0, 100)
const near = (name: string, level: number, lane: number): Judged =>
  judged(name, [shared.map((value, i) => value + level + 0.1 * centred(noise(lane, 100))[i]!)])

describe("differences between candidates", () => {
  it("tell a clear one from chance, though both are small beside the noise that the candidates share", () => {
    const all = [near("low", 0, 1), near("alike", 0.005, 2), near("high", 0.2, 3)]
    expect(againstBest(all, "mse").map((comparison) => comparison?.verdict ?? null)).toEqual([null, "alike", "worse"])
    expect(againstBest(all, "mse")[2]).toMatchObject({ to: "low", difference: expect.closeTo(0.2, 1) })
  })

  it("know that a high tau is good and a high error is not", () => {
    const all = [near("low", 0, 1), near("high", 0.2, 3)]
    expect([bestBy(all, "kendallTau"), bestBy(all, "mse")]).toEqual([1, 0])
    expect(againstBest(all, "kendallTau").map((comparison) => comparison?.verdict ?? null)).toEqual(["worse", null])
    expect([against(all[1]!, all[0]!, "kendallTau")?.verdict, against(all[1]!, all[0]!, "mse")?.verdict]).toEqual(["better", "worse"])
  })

  it("need stronger evidence where more candidates are compared", () => {
    const first = near("first", 0, 1)
    const second = near("second", 0.04, 3)
    const many = Array.from({ length: 15 }, (_, i) => near(`other ${i}`, 0.5, 10 + i))
    const few = againstBest([first, second], "mse")[1]!
    const adjusted = againstBest([first, second, ...many], "mse")[1]!
    expect(few.verdict).toBe("worse")
    expect(adjusted.p).toBeGreaterThan(few.p!)
  })

  it("leave p as it is between two candidates, and count neither the best one nor one that is the same everywhere", () => {
    const [first, second, third] = [near("first", 0, 1), near("second", 0.02, 3), near("third", 0.03, 4)]
    const copy = { ...first, name: "copy" }
    const alone = againstBest([first, second], "mse")[1]!
    expect(alone.p).toBeGreaterThan(0.01)
    // the same draws as alone: those of the second place
    expect(againstBest([first, second, copy], "mse")).toMatchObject([null, { p: alone.p }, { p: null }])
    const adjusted = againstBest([first, second, third], "mse")
    expect(adjusted[1]!.p).toBe(Math.max(alone.p!, adjusted[2]!.p!))
    expect(adjusted[2]!.p).toBeLessThan(alone.p!)
  })

  it("are drawn from logs once there are five, from architectures before", () => {
    expect([noiseUnit(1), noiseUnit(4), noiseUnit(5)]).toEqual(["architectures", "architectures", "logs"])
    const logs = (count: number, shift: number) => judged("one", Array.from({ length: count }, (_, log) => noise(log, 20).map((value) => value + shift + log)))
    const over = (count: number) => intervalOf(logs(count, 0).mse)!
    const means = Array.from({ length: 6 }, (_, log) => log + mean(noise(log, 20)))
    expect(over(6).low).toBeGreaterThanOrEqual(Math.min(...means))
    expect(over(6).high).toBeLessThanOrEqual(Math.max(...means))
    expect(over(6).high - over(6).low).toBeGreaterThan(over(4).high - over(4).low)
  })

  it("are none where both are the same, and certain where they are one and the same everywhere", () => {
    const one = near("one", 0, 1)
    const copy = { ...one, name: "copy" }
    const shifted = judged("shifted", [one.mse[0]!.samples.map((value) => value + 1)])
    expect(against(copy, one, "mse")).toMatchObject({ difference: 0, verdict: "alike" })
    expect(against(shifted, one, "mse")).toMatchObject({ verdict: "worse" })
  })

  it("are not made where a log has too few steps to predict one ahead", () => {
    const all = [near("one", 0, 1), judged("two", [shared], false)]
    expect(againstBest(all, "oneStepAhead")).toEqual([null, null])
    expect(againstBest([judged("a", [shared], false)], "oneStepAhead")).toEqual([null])
  })
})
