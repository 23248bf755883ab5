import { describe, expect, it } from "vitest"
import { candidateConfiguration, type Choice, type GridAxes, gridSize, refitGrid } from "../../../src/core/history/refitGrid.ts"
import { type Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"

const none: GridAxes = { memory: [], weight: [], target: [], input: [], members: [] }
const choice = (name: Choice["name"]): Choice => ({ label: name, name, own: null })
const names = (choices: readonly Choice[], axes: Partial<GridAxes>) => refitGrid(choices, { ...none, ...axes }).map(({ name }) => name)

describe("a grid of candidates", () => {
  it("is each estimator as it is where nothing varies", () => {
    expect(names([choice("lstm"), choice("gp")], {})).toEqual(["lstm", "gp"])
  })

  it("tries each value with each, and names a candidate by what varies", () => {
    expect(names([choice("lstm")], { memory: [50, null], weight: ["none", "loss"], target: ["rank"] })).toEqual([
      "lstm memory=50 weight=none", "lstm memory=50 weight=loss", "lstm memory=all weight=none", "lstm memory=all weight=loss"
    ])
  })

  it("varies in an estimator only what makes it another one", () => {
    expect(names([choice("ridge"), choice("mean"), choice("steps"), choice("mlp")], { memory: [9, null], members: [1, 5], input: ["soft"] })).toEqual([
      "ridge memory=9", "ridge memory=all", "mean memory=9", "mean memory=all", "steps memory=9", "steps memory=all",
      "mlp memory=9 members=1", "mlp memory=9 members=5", "mlp memory=all members=1", "mlp memory=all members=5"
    ])
  })

  it("knows its size without being made", () => {
    const axes: GridAxes = { memory: [1, 2, null], weight: ["paper", "loss", "none"], target: ["loss", "rank"], input: ["soft", "one-hot"], members: [1, 5] }
    const choices = [choice("lstm"), choice("ridge"), choice("steps"), choice("mixture")]
    expect(gridSize(choices, axes)).toBe(refitGrid(choices, axes).length)
    expect(gridSize(choices, none)).toBe(4)
  })
})

describe("the configuration of a candidate", () => {
  const logged: Configuration = { ...paperConfiguration, weighting: "loss", estimator: { ...paperConfiguration.estimator, members: 3 } }
  const [lstm, ridge, mlp, mean] = refitGrid([choice("lstm"), choice("ridge"), choice("mlp"), choice("mean")], none)

  it("is the log's own where it is the log's own estimator", () => {
    expect(candidateConfiguration(logged, {}, lstm!)).toEqual(logged)
  })

  it("reads the chosen operations elsewhere, unless the input was said", () => {
    expect(candidateConfiguration(logged, {}, mlp!).estimator).toEqual({ ...logged.estimator, name: "mlp", input: "one-hot" })
    expect(candidateConfiguration(logged, { estimator: { input: "soft" } }, mlp!).estimator.input).toBe("soft")
    expect(candidateConfiguration(logged, {}, { ...mlp!, input: "soft" }).estimator.input).toBe("soft")
  })

  it("has one member where members would all be alike", () => {
    expect(candidateConfiguration(logged, {}, ridge!).estimator.members).toBe(1)
  })

  it("has what the grid says over what was said for all", () => {
    const { weighting, estimator } = candidateConfiguration(logged, { weighting: "none", estimator: { hidden: 8, members: 2 } }, { ...lstm!, weight: "paper", members: 4 })
    expect([weighting, estimator.hidden, estimator.members]).toEqual(["paper", 8, 4])
  })

  it("has an affine head where the target becomes the rank, unless the head was said", () => {
    expect(candidateConfiguration(logged, {}, { ...lstm!, target: "rank" }).estimator.head).toBe("affine")
    expect(candidateConfiguration(logged, { estimator: { head: "softplus" } }, { ...lstm!, target: "rank" }).estimator.head).toBe("softplus")
    const ranked = { ...logged, estimator: { ...logged.estimator, target: "rank" as const } }
    expect(candidateConfiguration(ranked, {}, lstm!)).toEqual(ranked)
    expect(candidateConfiguration(ranked, {}, mean!).estimator.target).toBe("loss")
  })
})
