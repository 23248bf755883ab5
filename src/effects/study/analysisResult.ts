import * as t from "io-ts"

const numbers = t.readonlyArray(t.number)

/** What an analysis found in the runs of one seed: a curve each, in the order of the study's file. */
const CurveResult = t.union([
  t.strict({
    type: t.literal("learning-curve"),
    /** after 1, 2, ... architectures: mean squared error on those fed, and on the held-out ones */
    train: numbers,
    test: numbers,
    /** how many were held out, and the variance of their losses: what an estimator that knows their mean is wrong by */
    tested: t.number,
    variance: t.number
  }),
  t.strict({
    type: t.literal("generalisation"),
    /** T, L_T(psi), L(psi) */
    sizes: numbers,
    empirical: numbers,
    expected: numbers
  })
])
export type CurveResult = t.TypeOf<typeof CurveResult>

export const AnalysisResult = t.strict({ curves: t.readonlyArray(CurveResult) })
export type AnalysisResult = t.TypeOf<typeof AnalysisResult>
