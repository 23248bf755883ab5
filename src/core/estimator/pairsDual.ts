import { factorFrom, packedLength, solveLower, solveUpper } from "../numeric/packedCholesky.ts"
import { sum } from "../numeric/sum.ts"
import type { Samples } from "./estimator.ts"
import { oneHotChoices, soft } from "./oneHotChoices.ts"
import { emptyFeatures, pairFeatureCount, readPairFeatures } from "./pairFeatures.ts"
import type { PairsState } from "./pairs.ts"

/** Keeps the matrix of the dual problem definite where architectures repeat; below what rounding leaves. */
const leastPenalty = 1e-9

/**
 * `<features of i, features of j>` of all samples j <= i, packed. With s_e = <H_ie, H_je> it is
 * sum_e s_e + sum_{e<f} s_e s_f, and the second sum is ((sum_e s_e)^2 - sum_e s_e^2) / 2.
 */
const kernelMatrix = (edges: number, operations: number, { count, inputs }: Samples): Float64Array => {
  const choices = oneHotChoices(inputs, operations)
  const matrix = new Float64Array(packedLength(count))
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j <= i; j++, at++) {
      let sum = 0
      let squares = 0
      for (let e = 0; e < edges; e++) {
        const row = i * edges + e
        const other = j * edges + e
        let shared = 0
        if (choices[row] !== soft && choices[other] !== soft) shared = choices[row] === choices[other] ? 1 : 0
        else {
          for (let k = 0; k < operations; k++) {
            shared += inputs[row * operations + k] * inputs[other * operations + k]
          }
        }
        sum += shared
        squares += shared * shared
      }
      matrix[at] = sum + (sum * sum - squares) / 2
    }
  }
  return matrix
}

/**
 * The same minimum by the dual problem, for fewer samples than features: with the kernel matrix G and the weights W,
 * the coefficients are sum_i a_i features_i, where (G + penalty / W) a = y - b and sum_i a_i = 0 (the intercept b is
 * not penalised).
 */
export const fitDual = (edges: number, operations: number, samples: Samples, penalty: number): PairsState => {
  const { count, inputs, losses, weights } = samples
  const factor = kernelMatrix(edges, operations, samples)
  for (let i = 0; i < count; i++) {
    const place = packedLength(i) + i
    factor[place] += Math.max(penalty, leastPenalty) / weights[i]
  }
  factorFrom(factor, count, 0)
  const solve = (right: Float64Array) => solveUpper(factor, solveLower(factor, right))
  const ones = solve(new Float64Array(count).fill(1))
  const raw = solve(losses)
  const intercept = sum(raw) / sum(ones)

  const coefficients = new Float64Array(pairFeatureCount(edges, operations))
  const features = emptyFeatures(edges, operations)
  for (let i = 0; i < count; i++) {
    const dual = raw[i] - intercept * ones[i]
    const at = i * edges * operations
    const { count: read, places, values } = readPairFeatures(edges, operations, inputs, at, features)
    for (let a = 0; a < read; a++) coefficients[places[a]] += dual * values[a]
  }
  return { coefficients, intercept }
}
