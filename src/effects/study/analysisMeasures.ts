import { type Heading, type MeasureName, measures } from "./measures.ts"

/** What an analysis is shown by: numbers of estimators, not of searches. */
export const analysisMeasures = {
  "train-mse": { title: "mean squared error on those fed", short: "train MSE", better: "lower", unit: "square" },
  "test-mse": { title: "mean squared error on held-out ones", short: "test MSE", better: "lower", unit: "square" },
  "test-share": {
    title: "error on held-out ones as a share of their variance", short: "test MSE / variance",
    better: "lower", unit: "plain"
  },
  "empirical-loss": {
    title: "L_T(psi), mean squared error on the T it was fitted to", short: "L_T", better: "lower", unit: "square"
  },
  "expected-loss": {
    title: "L(psi), mean squared error on the whole table", short: "L", better: "lower", unit: "square"
  },
  gap: { title: "|L_T(psi) - L(psi)|", short: "|L_T - L|", better: "lower", unit: "square" },
  "within-bound": {
    title: "share of runs within the bound of Theorem 1", short: "within", better: "higher", unit: "fraction"
  }
} satisfies { readonly [name: string]: Heading }

export type AnalysisMeasure = keyof typeof analysisMeasures

/** How a table's measure is shown. */
export const headingOf = (name: MeasureName | AnalysisMeasure): Heading =>
  name in analysisMeasures ? analysisMeasures[name as AnalysisMeasure] : measures[name as MeasureName]
