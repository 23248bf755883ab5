import { kendallTau } from "../numeric/kendallTau.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator, Queries, Samples } from "./estimator.ts"
import { growTree, treeSamples } from "./growTree.ts"
import { asksNothing, leafCount, leafOf, questionCount } from "./regressionTree.ts"

/** State of the boosted trees: predicted loss = mean + the leaf of each tree. */
export type TreesState = {
  readonly mean: number
  /** `[trees, 2^depth - 1]` */
  readonly questions: Float64Array
  /** `[trees, 2^depth]` */
  readonly leaves: Float64Array
}

/**
 * Gradient-boosted regression trees (Friedman, 2001) for the weighted squared error: each tree is fitted to what the
 * ones before it leave. Nothing is drawn; of two questions that gain the same the first one is asked, so that the
 * order of the memory does not matter beyond rounding. The prediction is constant between its steps, and so has no
 * gradient. Without samples it predicts 0.
 */
export const trees = ({ edges, operations, configuration }: EstimatorContext): Estimator<TreesState> => {
  const { trees: count, depth, shrinkage } = configuration
  const size = edges * operations
  const [asked, ends] = [questionCount(depth), leafCount(depth)]
  const init = (): TreesState =>
    ({ mean: 0, questions: new Float64Array(count * asked).fill(asksNothing), leaves: new Float64Array(count * ends) })

  const fitted = (samples: Samples): TreesState => {
    const { questions, leaves } = init()
    let weight = 0
    let sum = 0
    for (let i = 0; i < samples.count; i++) {
      weight += samples.weights[i]
      sum += samples.weights[i] * samples.losses[i]
    }
    const mean = sum / weight
    const residuals = samples.losses.map((loss) => loss - mean)
    const grown = treeSamples(samples.count, samples.inputs, samples.weights)
    for (let tree = 0; tree < count; tree++) {
      // once nothing can be asked, no later tree will find anything either
      if (!growTree(grown, residuals, depth, shrinkage, questions, tree * asked, leaves, tree * ends)) break
    }
    return { mean, questions, leaves }
  }

  const predict = ({ mean, questions, leaves }: TreesState, queries: Queries): Float64Array => {
    const predictions = new Float64Array(queries.count).fill(mean)
    for (let i = 0; i < queries.count; i++) {
      for (let tree = 0; tree < count; tree++) {
        const leaf = leafOf(questions, tree * asked, depth, queries.inputs, i * size)
        predictions[i] += leaves[tree * ends + leaf]
      }
    }
    return predictions
  }

  return {
    name: "trees",
    init,
    fit: (state, samples) => {
      if (samples.count === 0) return { state, passes: 0, tau: null }
      const next = fitted(samples)
      return { state: next, passes: 1, tau: kendallTau(predict(next, samples), samples.losses) }
    },
    predict,
    deviation: null,
    gradient: null
  }
}
