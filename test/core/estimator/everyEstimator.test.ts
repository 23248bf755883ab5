import { ensemble } from "../../../src/core/estimator/ensemble.ts"
import { fitKind } from "../../../src/core/estimator/fitKind.ts"
import { estimators } from "../../../src/core/estimator/registry.ts"
import type { EstimatorConfiguration, PartName } from "../../../src/core/search/configuration.ts"
import { contextOn, twoCells } from "./contexts.ts"
import { estimatorLaws } from "./laws.ts"

// Small, so that the laws of all take seconds; on a space with several cells and an edge that has its own operations.
const small: Partial<EstimatorConfiguration> = {
  hidden: 5, head: "affine", learningRate: 0.02, beta1: 0.9, weightDecay: 1e-3, batch: 6, trees: 10, neighbours: 3
}

for (const name of Object.keys(estimators) as PartName[]) {
  const make = (batches: EstimatorConfiguration["batches"], lane: number) =>
    estimators[name](contextOn(twoCells, { ...small, batches }, { lane }))
  const options = {
    edges: 8, operations: 3, passes: 5, tolerance: 5e-6,
    order: fitKind({ name, parts: [] }) === "passes" ? "batches" : "rounding"
  } as const
  estimatorLaws(name, () => make("passes", 0), { ...options, seeds: 6 })
  const three = () => ensemble([0, 1, 2].map((lane) => make("drawn", lane)))
  estimatorLaws(`an ensemble of 3, ${name}`, three, { ...options, seeds: 3 })
}
