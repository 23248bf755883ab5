import * as Either from "fp-ts/lib/Either.js"
import { describe, expect, test } from "vitest"
import { decodeStrict } from "../../../src/core/codec/decodeStrict.ts"
import { studyFileProblem } from "../../../src/effects/study/checkStudyFile.ts"
import { dataSetsOf, seedsOf, StudyFile } from "../../../src/effects/study/studyFile.ts"
import { studyFile } from "./studies.ts"

describe("a study's file", () => {
  test.each([
    ["no variants", { variants: [] }, /^variants is empty/],
    ["two variants of one name", { variants: [{ name: "a" }, { name: "b" }, { name: "a" }] }, /^variants\[2\]: the variant "a" is there already/],
    ["two that are one folder on some systems", { variants: [{ name: "a" }, { name: "A" }] }, /^variants\[1\]/],
    ["two of one label", { variants: [{ name: "a", label: "x" }, { name: "b", label: "x" }] }, /^variants\[1\]: the label "x"/],
    ["a variant that is no folder", { variants: [{ name: "a/b" }] }, /^variants\[0\]\.name is "a\/b", which cannot be the name of a folder/],
    ["a name that is no folder", { name: "../up" }, /^name is "\.\.\/up"/],
    ["no seeds", { seeds: [] }, /^seeds is empty/],
    ["no seeds, counted", { seeds: { from: 3, count: 0 } }, /^seeds\.count is 0/],
    ["a seed twice", { seeds: [4, 5, 4] }, /^seeds\[2\]: the seed 4/],
    ["no measures", { measures: [] }, /^measures is empty/],
    ["no moment", { at: [] }, /^at is empty/],
    ["a data set twice", { base: { data: ["cifar10", "cifar10"] } }, /^base\.data\[1\]: the data set "cifar10"/],
    ["a data set called like a run", { base: { data: ["seed-1"] } }, /^base\.data\[0\] is "seed-1"/],
    ["data in a variant beside a list", { base: { data: ["cifar10"] }, variants: [{ name: "a", data: "cifar100" }] }, /^variants\[0\]\.data/],
    ["a baseline that is none", { baseline: "gp" }, /^baseline is "gp", which is no variant; the variants are ridge, mean/]
  ] as const)("%s", (_, changes, sentence) => {
    expect(studyFileProblem(studyFile(changes as Partial<StudyFile>))).toMatch(sentence)
  })

  const figure = { label: "others", measure: "best-accuracy", value: 0.9, source: "a paper" } as const
  test.each([
    ["of an unknown variant", { ...figure, variant: "gp" }, /^reference\[0\]\.variant is "gp", which is no variant/],
    ["of a data set that is not listed", { ...figure, data: "cifar10" }, /^reference\[0\]\.data is "cifar10", which is not listed/],
    ["of a measure that is not shown", { ...figure, measure: "rank", value: 3 }, /^reference\[0\]\.measure is "rank"/],
    ["in per cent", { ...figure, value: 91.5 }, /^reference\[0\]\.value is 91\.5 where a fraction/],
    ["where no measure is taken", { ...figure, at: 30 }, /^reference\[0\] is for 30 networks, where this study does not take its measures/]
  ] as const)("a published figure %s", (_, one, sentence) => {
    expect(studyFileProblem(studyFile({ reference: [one] }))).toMatch(sentence)
  })

  const curves = [{ variant: "ridge", test: "mean" }] as const
  const learning = { type: "learning-curve", name: "curve", curves, fed: 5, tested: 5 } as const
  const gap = { type: "generalisation", name: "gap", curves: [{ variant: "ridge", dimension: 25 }], sizes: [3, 5], delta: 0.05 } as const
  test.each([
    ["of an unknown variant", [{ ...learning, curves: [{ variant: "ridge", test: "gp" }] }], /^analyses\[0\]\.curves has "gp", which is no variant; the variants are ridge, mean/],
    ["beyond what is fed", [{ ...learning, at: [3, 6] }], /^analyses\[0\]\.at has 6, which is more than analyses\[0\]\.fed/],
    ["of two curves of one label", [{ ...learning, curves: [...curves, ...curves] }], /^analyses\[0\]\.curves\[1\]: the label "ridge"/],
    ["whose name is no folder", [{ ...gap, name: "a/b" }], /^analyses\[0\]\.name is "a\/b", which cannot be the name of a folder/],
    ["without sizes", [{ ...gap, sizes: [] }], /^analyses\[0\]\.sizes is empty/],
    ["that may never fail", [{ ...gap, delta: 0 }], /^analyses\[0\]\.delta is 0/],
    ["of one name as another", [gap, { ...learning, name: "gap" }], /^analyses\[1\]: the analysis "gap" is there already/]
  ] as const)("an analysis %s", (_, analyses, sentence) => {
    expect(studyFileProblem(studyFile({ analyses }))).toMatch(sentence)
  })

  test("an analysis knows no keys of the other kind", () => {
    const decoded = decodeStrict(StudyFile, { ...studyFile(), analyses: [{ ...gap, fed: 3 }] })
    expect(Either.isLeft(decoded) && decoded.left[0]).toMatchObject({ kind: "unknown-key", path: "analyses[0].fed" })
    expect(studyFileProblem(studyFile({ analyses: [learning, gap] }))).toBeNull()
  })

  test("a sound one has no problem", () => {
    expect(studyFileProblem(studyFile({ at: [5, "end"], reference: [{ ...figure, at: 5 }], baseline: "mean" }))).toBeNull()
  })

  test("what it does not know is named with its place", () => {
    const decoded = decodeStrict(StudyFile, { ...studyFile(), variants: [{ name: "a", configuration: { estimator: { nam: "ridge" } } }] })
    expect(Either.isLeft(decoded) && decoded.left[0]).toMatchObject({ kind: "unknown-key", path: "variants[0].configuration.estimator.nam" })
  })

  test("seeds are listed or counted; data sets are named by what stands before the colon", () => {
    expect(seedsOf(studyFile({ seeds: { from: 7, count: 3 } }))).toEqual([7, 8, 9])
    expect(seedsOf(studyFile({ seeds: [3, 1] }))).toEqual([3, 1])
    expect(dataSetsOf({ base: { data: ["cifar10:here", { name: "mine", data: "cifar10:there" }] } }))
      .toEqual([{ name: "cifar10", data: "cifar10:here" }, { name: "mine", data: "cifar10:there" }])
    expect(dataSetsOf({ base: { data: "cifar10" } })).toEqual([null])
  })
})
