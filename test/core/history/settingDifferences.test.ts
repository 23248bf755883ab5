import { describe, expect, it } from "vitest"
import { configurationDifferences, differencesText, settingCause, settingDifferences } from "../../../src/core/history/settingDifferences.ts"
import { tinyConfiguration, tinySetting } from "./logs.ts"

describe("which options differ", () => {
  it("names each by its path in the log", () => {
    const other = {
      ...tinyConfiguration, memory: null, estimator: { ...tinyConfiguration.estimator, head: "affine" as const, ridge: 2 }
    }
    expect(configurationDifferences(tinyConfiguration, other)).toEqual([
      { path: "memory", a: 100, b: null },
      { path: "estimator.head", a: "twice-sigmoid", b: "affine" },
      { path: "estimator.ridge", a: 1, b: 2 }
    ])
    expect(configurationDifferences(tinyConfiguration, tinyConfiguration)).toEqual([])
  })

  it("gives every difference of two settings its cause, a list as one option", () => {
    const other = {
      ...tinySetting, seed: 2, core: 2, configuration: { ...tinyConfiguration, steps: 9 },
      space: { ...tinySetting.space, operations: ["left", "right", "both"] }, data: { ...tinySetting.data, name: "others" }
    }
    expect(settingDifferences(tinySetting, other).map(({ path, cause }) => [path, cause])).toEqual([
      ["steps", "length"], ["space.operations", "configuration"], ["seed", "seed"], ["data.name", "data"], ["core", "core"]
    ])
  })

  it("calls the whole by data, configuration, seed, code, engine, core and length, in this order", () => {
    const all = ["length", "core", "engine", "code", "seed", "configuration", "data"] as const
    const differences = all.map((cause) => ({ path: cause, a: 1, b: 2, cause }))
    const remaining = all.map((_, i) => settingCause(differences.slice(0, i + 1)))
    expect(remaining).toEqual(all)
    expect(settingCause([])).toBeNull()
  })

  it("does not spell out long values", () => {
    expect(differencesText([{ path: "space.operations", a: Array.from({ length: 40 }, () => "op"), b: [] }, { path: "seed", a: 1, b: 2 }]))
      .toBe("space.operations differs, seed is 1 in A and 2 in B")
  })
})
