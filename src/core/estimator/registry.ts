import type { Environment } from "../environment.ts"
import { edgeCount, operationCount, type Space } from "../architecture/space.ts"
import type { EstimatorConfiguration } from "../search/configuration.ts"
import type { Estimator, EstimatorState } from "./estimator.ts"
import { lstm } from "./lstm.ts"
import { mean } from "./mean.ts"
import { ridge } from "./ridge.ts"

/** The estimator that a configuration names. To add one: a file of its own, and a line here. */
export const estimatorFor = (
  environment: Environment,
  space: Space,
  seed: number,
  configuration: EstimatorConfiguration
): Estimator<EstimatorState> => {
  const size = { edges: edgeCount(space), operations: operationCount(space) }
  switch (configuration.name) {
    case "lstm":
      return lstm(configuration, { ...size, hidden: configuration.hidden, head: configuration.head }, seed, environment.lstmKernel)
    case "ridge":
      return ridge(size, configuration.ridge)
    case "mean":
      return mean(size)
  }
}
