import * as Effect from "effect/Effect"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { readStudyPlan } from "../../src/cli/studyPlan.ts"
import { presets } from "../../src/core/search/presets.ts"
import { temporaryFolder } from "./smallSearch.ts"

const folder = temporaryFolder("study-plan")

const small = {
  name: "small",
  base: { preset: "nb201", data: ["cifar10", "cifar100"], configuration: { warmUp: 4, steps: 6 } },
  variants: [{ name: "ridge", configuration: { estimator: { name: "ridge" } } }, { name: "mean", estimator: "mean" }],
  seeds: { from: 3, count: 2 },
  measures: ["test-accuracy"]
}

const write = (study: unknown, name = "study.json"): string => {
  const file = join(folder, name)
  mkdirSync(join(file, ".."), { recursive: true })
  writeFileSync(file, JSON.stringify(study))
  return file
}

const plan = (study: unknown) => Effect.runPromise(readStudyPlan(write(study)))

const refusal = async (study: unknown): Promise<string> => (await Effect.runPromise(Effect.flip(readStudyPlan(write(study))))).message

describe("what a study runs", () => {
  test("is base, data set and variant laid over one another, option by option", async () => {
    const { cells } = await plan({
      ...small,
      base: { ...small.base, estimator: "gp", configuration: { warmUp: 4, steps: 6, estimator: { ridge: 3 } } },
      variants: [...small.variants, { name: "gp", configuration: { steps: 8 } }]
    })
    expect(cells.map(({ variant, data, request: { trainer, configuration: { warmUp, steps, estimator } } }) =>
      [variant, data, trainer, warmUp, steps, estimator.name, estimator.ridge])).toEqual([
      ["cifar10", 0], ["cifar100", 1]
    ].flatMap(([data]) => [
      ["ridge", data, { type: "table", table: { type: "shipped", data, measure: "valid" } }, 4, 6, "ridge", 3],
      ["mean", data, { type: "table", table: { type: "shipped", data, measure: "valid" } }, 4, 6, "mean", 3],
      ["gp", data, { type: "table", table: { type: "shipped", data, measure: "valid" } }, 4, 8, "gp", 3]
    ]))
    expect(cells[0]!.request.configuration).toMatchObject({ temperature: presets.nb201.temperature, architectureStep: presets.nb201.architectureStep })
  })

  test("a data set may bring whatever belongs to it, and stopAtBest is taken from the nearest", async () => {
    const { cells } = await plan({
      ...small,
      base: { ...small.base, stopAtBest: true, data: [{ name: "single", data: "cifar10", measure: "valid-single" }, { name: "c100", data: "cifar100", stopAtBest: false }] },
      variants: [{ name: "ridge", estimator: "ridge" }, { name: "mean", estimator: "mean", stopAtBest: true }]
    })
    expect(cells.map(({ variant, data, stopAtBest, request: { trainer } }) => [variant, data, stopAtBest, trainer.type === "table" ? trainer.table : null])).toEqual([
      ["ridge", "single", true, { type: "shipped", data: "cifar10", measure: "valid-single" }],
      ["mean", "single", true, { type: "shipped", data: "cifar10", measure: "valid-single" }],
      ["ridge", "c100", false, { type: "shipped", data: "cifar100", measure: "valid" }],
      ["mean", "c100", true, { type: "shipped", data: "cifar100", measure: "valid" }]
    ])
  })

  test("the same options are implied as on the command line", async () => {
    const { cells: [cell] } = await plan({ ...small, base: { preset: "paper", data: "cifar10" }, variants: [{ name: "a", configuration: { architectureStep: { noises: 4 } } }] })
    expect(cell!.request.configuration.architectureStep).toMatchObject({ noises: 4, noise: "fresh" })
  })

  test("images and files are looked for beside the study's file", async () => {
    const { cells: [cell] } = await plan({ ...small, base: { trainer: "wasm", data: "cifar10:images" } })
    expect(cell!.request.trainer).toEqual({ type: "wasm", data: { kind: "cifar10", folder: join(folder, "images") }, threads: undefined })
  })
})

describe("a study's file is refused", () => {
  test.each([
    ["an unknown key of a variant", { ...small, variants: [{ name: "a", estimater: "ridge" }] }, /there is no option variants\[0\]\.estimater; did you mean variants\[0\]\.estimator\?/],
    ["an unknown key", { ...small, seed: 3 }, /there is no option seed; did you mean seeds\?/],
    ["an unknown option", { ...small, variants: [{ name: "a", configuration: { estimator: { hiden: 3 } } }] }, /variants\[0\]\.configuration\.estimator\.hiden; did you mean/],
    ["an option out of range", { ...small, base: { configuration: { steps: -1 } } }, /base\.configuration\.steps is -1 where a whole number from 0 on is expected/],
    ["an unknown preset", { ...small, base: { preset: "bset" } }, /base\.preset is "bset" where "/],
    ["an unknown measure", { ...small, measures: ["accuracy"] }, /measures\[0\] is "accuracy" where "best-loss"/],
    ["an unknown estimator", { ...small, variants: [{ name: "a", estimator: "ridg" }] }, /the variant a on cifar10: there is no estimator ridg; did you mean ridge\?/],
    ["an unknown trainer", { ...small, base: { trainer: "tabel" } }, /the variant ridge: there is no trainer tabel; did you mean table/],
    ["an unknown space", { ...small, variants: [{ name: "a", space: "nb202" }] }, /the variant a on cifar10: .*nb202/],
    ["columns without a file", { ...small, base: { table: { percent: true } } }, /table says how a file is read: give "trainer": "table:FILE" too/],
    ["two variants of one name", { ...small, variants: [{ name: "a" }, { name: "a" }] }, /variants\[1\]: the variant "a" is there already/],
    ["no seeds", { ...small, seeds: [] }, /seeds is empty/],
    ["a measure behind the end", { ...small, at: [11] }, /at\[0\] is 11, but the variant ridge measures only 10 networks/],
    ["no name", { ...small, name: undefined }, /name is nothing where text is expected/]
  ])("for %s, by name", async (_, study, expected) => {
    const sentence = await refusal(study)
    expect(sentence).toMatch(expected)
    expect(sentence).toContain("study.json")
    expect(sentence).not.toContain("\n")
  })
})
