/**
 * Regression trees on the chosen operations: a node asks whether H[e, k] > 1/2. Each is a complete binary tree laid
 * out as a heap: node v has the children 2 v + 1 (no) and 2 v + 2 (yes); the first `2^depth - 1` nodes may ask, the
 * `2^depth` ones behind them are leaves.
 */

/** The question (place e K + k in H) of a node that asks none; what holds in it holds in its first child. */
export const asksNothing = -1

export const questionCount = (depth: number): number => (1 << depth) - 1
export const leafCount = (depth: number): number => 1 << depth

/** Whether an operation passes for chosen. */
export const passes = (h: number): boolean => h > 0.5

/** The leaf (from 0) that H, which starts at `at` of `inputs`, ends in; the tree's questions start at `from`. */
export const leafOf = (
  questions: Float64Array,
  from: number,
  depth: number,
  inputs: Float64Array,
  at: number
): number => {
  let node = 0
  for (let level = 0; level < depth; level++) {
    const question = questions[from + node]
    node = 2 * node + (question !== asksNothing && passes(inputs[at + question]) ? 2 : 1)
  }
  return node - questionCount(depth)
}
