import { choleskySolve } from "../numeric/cholesky.ts"
import type { Samples } from "./estimator.ts"
import { emptyFeatures, pairFeatureCount, readPairFeatures } from "./pairFeatures.ts"
import type { PairsState } from "./pairs.ts"

/**
 * Ridge regression by the normal equations over the features and the intercept, which comes last and is not penalised:
 * for more samples than features.
 */
export const fitPrimal = (edges: number, operations: number, samples: Samples, penalty: number): PairsState => {
  const p = pairFeatureCount(edges, operations)
  const n = p + 1
  const matrix = new Float64Array(n * n)
  const right = new Float64Array(n)
  const features = emptyFeatures(edges, operations)
  for (let i = 0; i < samples.count; i++) {
    const at = i * edges * operations
    const { count, places, values } = readPairFeatures(edges, operations, samples.inputs, at, features)
    const weight = samples.weights[i]
    const weightedLoss = weight * samples.losses[i]
    for (let a = 0; a < count; a++) {
      const row = places[a] * n
      const weighted = weight * values[a]
      right[places[a]] += values[a] * weightedLoss
      matrix[p * n + places[a]] += weighted
      for (let b = 0; b <= a; b++) matrix[row + places[b]] += weighted * values[b]
    }
    matrix[p * n + p] += weight
    right[p] += weightedLoss
  }
  for (let j = 0; j < p; j++) matrix[j * n + j] += penalty
  const solution = choleskySolve(matrix, right)
  return { coefficients: solution.slice(0, p), intercept: solution[p] }
}
