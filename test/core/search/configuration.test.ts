import { isRight } from "fp-ts/lib/Either.js"
import { describe, expect, it, test } from "vitest"
import { decodeStrict } from "../../../src/core/codec/decodeStrict.ts"
import { changesBetween } from "../../../src/core/search/changesBetween.ts"
import { type Configuration as Options, Configuration, paperConfiguration } from "../../../src/core/search/configuration.ts"
import { changed, type ConfigurationChanges } from "../../../src/core/search/configurationChanges.ts"
import { presets } from "../../../src/core/search/presets.ts"
import { settledChanges } from "../../../src/core/search/settledChanges.ts"
import { unsound } from "../../../src/core/search/unsound.ts"
import { nb201 } from "../../../src/core/architecture/spaces/nb201.ts"
import { environment } from "./inMemory.ts"

const takes = (configuration: unknown): boolean => isRight(decodeStrict(Configuration, configuration))

test("a log may hold sizes that no engine builds: format 1 had no limits, and a table has no use for them", () => {
  const training = { ...paperConfiguration.training, channels: 2 ** 40, layers: 2 ** 40, batch: 2 ** 40 }
  expect(takes({ ...paperConfiguration, training })).toBe(true)
  for (const size of ["channels", "layers", "batch"]) {
    const wrong = { ...paperConfiguration, training: { ...training, [size]: 0 } }
    expect(takes(wrong), size).toBe(false)
  }
})

test.each(Object.entries(presets))("the preset %s is a configuration in every option", (_, preset) => {
  expect(takes(preset)).toBe(true)
})

test("a probability is one, a share of the next tree is below 1, and a mixture's parts are estimators that stand alone", () => {
  const proposal = (exploration: number) => ({ ...paperConfiguration, proposal: { ...paperConfiguration.proposal, exploration } })
  expect([0, 1, -0.1, 1.1].map((exploration) => takes(proposal(exploration)))).toEqual([true, true, false, false])
  const estimator = (changes: object) => ({ ...paperConfiguration, estimator: { ...paperConfiguration.estimator, ...changes } })
  expect(takes(estimator({ shrinkage: 1 }))).toBe(false)
  expect([["gp"], ["mixture"], ["own"], "gp"].map((parts) => takes(estimator({ parts })))).toEqual([true, false, false, false])
})

const own = { file: "mine.ts", digest: "a".repeat(64), commit: null }
const ofOwn = changed(paperConfiguration, { estimator: { name: "own", own } })

describe("the changes between two configurations", () => {
  it.each<[string, Options, Options]>([
    ["nothing", paperConfiguration, paperConfiguration],
    ["options of several parts", paperConfiguration, presets.nb201],
    ["a longer list", paperConfiguration, changed(paperConfiguration, { estimator: { parts: ["gp", "lstm", "trees"] } })],
    ["a shorter list", paperConfiguration, changed(paperConfiguration, { estimator: { parts: ["lstm"] } })],
    ["code of one's own", paperConfiguration, ofOwn],
    ["other code of one's own", ofOwn, changed(ofOwn, { estimator: { own: { ...own, digest: "b".repeat(64) } } })]
  ])("lead from the one to the other: %s", (_, from, to) => {
    expect(changed(from, changesBetween(from, to))).toEqual(to)
    expect(changesBetween(to, to)).toEqual({})
  })

  it("hold a list and the code of one's own as a whole, and nothing that stays", () => {
    const to = changed(ofOwn, { steps: 7, estimator: { parts: ["lstm"], own: { ...own, commit: "c" } } })
    expect(changesBetween(ofOwn, to)).toEqual({ steps: 7, estimator: { parts: ["lstm"], own: { ...own, commit: "c" } } })
  })
})

describe("changes of users' own estimators", () => {
  const settled = (changes: ConfigurationChanges) => changed(ofOwn, settledChanges(ofOwn, changes))

  it("are none where the code is the same, under whatever name and in whatever commit", () => {
    expect(settled({ estimator: { name: "own", own: { ...own, file: "moved.ts", commit: "c" } } })).toEqual(ofOwn)
  })

  it("are the other code, where it is another one", () => {
    const other = { ...own, digest: "b".repeat(64) }
    expect(settled({ estimator: { name: "own", own: other } }).estimator.own).toEqual(other)
  })

  it("leave none of it where another estimator is named", () => {
    expect(settled({ estimator: { name: "ridge" } }).estimator).toMatchObject({ name: "ridge", own: null })
    expect(settledChanges(paperConfiguration, { estimator: { name: "ridge" } })).toEqual({ estimator: { name: "ridge" } })
    expect(settledChanges(ofOwn, { steps: 3 })).toEqual({ steps: 3 })
  })
})

describe("options that make no search together", () => {
  const reason = (changes: ConfigurationChanges) =>
    unsound(environment, { space: nb201, seed: 1, configuration: changed(paperConfiguration, changes) })

  it("are named in one clause with what to do", () => {
    expect(reason({ estimator: { name: "own" } })).toMatch(/^the estimator own stands for a file of yours: .*--estimator FILE/)
    expect(reason({ estimator: { name: "mixture", parts: [] } })).toMatch(/^a mixture of no estimators .*--parts/)
    expect(reason({ estimator: { name: "mixture", parts: Array.from({ length: 17 }, () => "mean" as const) } })).toMatch(/more than the 16/)
    expect(reason({ estimator: { members: 64, hidden: 512 } })).toMatch(/^64 members of 512 hidden units .*at most 4096$/)
    expect(reason({ estimator: { members: 8, hidden: 512 } })).toBeNull()
  })

  it.each(["trees", "knn"] as const)("are a draw from A along the gradient of psi, and the estimator %s, which has none", (name) => {
    expect(reason({ estimator: { name } })).toMatch(new RegExp(`the estimator ${name} has none.*--candidates`))
    expect(reason({ estimator: { name }, proposal: { candidates: 2 } })).toBeNull()
    expect(reason({ estimator: { name }, sampler: "uniform" })).toBeNull()
  })

  it("are not those of the presets, nor an estimator with a gradient", () => {
    for (const configuration of Object.values(presets)) expect(unsound(environment, { space: nb201, seed: 1, configuration })).toBeNull()
    for (const name of ["lstm", "ridge", "mean", "gp"] as const) expect(reason({ estimator: { name } }), name).toBeNull()
  })
})
