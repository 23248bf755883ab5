import type { EstimatorConfiguration, EstimatorName } from "../search/configuration.ts"

/**
 * How the fits of an estimator hang together.
 * - `afresh`: each fit follows from its samples alone, in one pass, without draws
 * - `onward`: a fit goes on from the one before, in one pass; it knows its own deviation, and is no ensemble
 * - `passes`: it begins with drawn parameters and learns in passes, so that members of an ensemble differ
 */
export type FitKind = "afresh" | "onward" | "passes"

const kinds: { readonly [name in Exclude<EstimatorName, "mixture">]: FitKind } = {
  lstm: "passes", bilstm: "passes", mlp: "passes", gnn: "passes", autoencoder: "passes",
  gp: "onward",
  ridge: "afresh", pairs: "afresh", trees: "afresh", knn: "afresh", mean: "afresh", steps: "afresh",
  // what a user's own estimator does is not known: nothing is taken for granted
  own: "passes"
}

/** A mixture keeps a record of its parts from fit to fit. */
export const fitKind = ({ name, parts }: Pick<EstimatorConfiguration, "name" | "parts">): FitKind =>
  name !== "mixture" ? kinds[name] : parts.some((part) => kinds[part] === "passes") ? "passes" : "onward"
