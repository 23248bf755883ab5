import { sortedOrder, tied } from "./sortedOrder.ts"

/** Twice the rank of each value, less n + 1, where ties share the mean of their ranks: whole numbers of mean 0. */
const centredRanks = (values: Float64Array): Float64Array => {
  const n = values.length
  const order = sortedOrder(values)
  const ranks = new Float64Array(n)
  for (let from = 0, to = 0; from < n; from = to) {
    for (to = from + 1; to < n && tied(values[order[to]!]!, values[order[from]!]!); to++);
    for (let i = from; i < to; i++) ranks[order[i]!] = from + to - n
  }
  return ranks
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/**
 * Spearman's rank correlation between predictions and losses, `[n]` each, with average ranks on ties.
 * Where it is 0 / 0, and for NaN and unequal lengths, the answer is that of `kendallTau`.
 */
export const spearman = (predictions: Float64Array, losses: Float64Array): number => {
  const n = Math.min(predictions.length, losses.length)
  const x = centredRanks(predictions.subarray(0, n))
  const y = centredRanks(losses.subarray(0, n))
  const spreadX = dot(x, x)
  const spreadY = dot(y, y)
  if (spreadY === 0) return 1
  if (spreadX === 0) return 0
  return dot(x, y) / Math.sqrt(spreadX * spreadY)
}
