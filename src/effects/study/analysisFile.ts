import * as t from "io-ts"
import { Fraction, NonNegative, PositiveInteger } from "../../core/codec/finite.ts"
import { ConfigurationChanges } from "../../core/search/configurationChanges.ts"
import { optional } from "./optionalKeys.ts"

/** What a study may compute from the logs of its runs beside what each run measured; `docs/studies.md` explains it. */

/** An estimator on the runs of a variant: the one that they were searched with, but for these changes. */
const curve = { variant: t.string }
const others = { label: t.string, configuration: ConfigurationChanges }

/** Figures 3(a) and 3(b): architectures are fed to an estimator one by one, and others test it after each. */
const LearningCurves = optional({
  type: t.literal("learning-curve"),
  name: t.string,
  /** `test`: the variant whose last architectures test the estimator */
  curves: t.readonlyArray(optional({ ...curve, test: t.string }, others)),
  /** how many architectures are fed, the first ones of the run or of its search phase, and how many test */
  fed: PositiveInteger,
  tested: PositiveInteger
}, {
  title: t.string,
  from: t.keyof({ "warm-up": null, search: null }),
  /** after how many fed architectures the tables stand; default: after the last one */
  at: t.readonlyArray(PositiveInteger)
})
export type LearningCurves = t.TypeOf<typeof LearningCurves>

/** Theorem 1: how far the error on T architectures is from the error on the whole table, beside the bound. */
const Generalisation = optional({
  type: t.literal("generalisation"),
  name: t.string,
  /** `dimension`: d of the theorem */
  curves: t.readonlyArray(optional({ ...curve, dimension: NonNegative }, others)),
  /** T: an estimator is fitted afresh to the first so many architectures of a run */
  sizes: t.readonlyArray(PositiveInteger),
  /** how often the theorem may fail */
  delta: Fraction
}, { title: t.string })
export type Generalisation = t.TypeOf<typeof Generalisation>

export const Analysis = t.union([LearningCurves, Generalisation])
export type Analysis = t.TypeOf<typeof Analysis>

/** Variants whose logs a curve reads. */
export const variantsOf = (analysis: Analysis): readonly string[] => [
  ...new Set(analysis.type === "learning-curve"
    ? analysis.curves.flatMap(({ variant, test }) => [variant, test])
    : analysis.curves.map(({ variant }) => variant))
]

/** After how many architectures the tables of an analysis stand. */
export const pointsOf = (analysis: Analysis): readonly number[] =>
  analysis.type === "learning-curve" ? analysis.at ?? [analysis.fed] : analysis.sizes
