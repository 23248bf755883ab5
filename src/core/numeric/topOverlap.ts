/**
 * How surely each value belongs to the k lowest, `[n]`: values tied at the border share what is left of k equally.
 * NaN, the prediction of a diverged estimator, is as high as can be.
 */
const membership = (unordered: Float64Array, k: number): Float64Array => {
  const values = unordered.map((value) => (Number.isNaN(value) ? Infinity : value))
  const border = values.toSorted()[k - 1]
  const below = values.filter((value) => value < border).length
  const tied = values.filter((value) => value === border).length
  return values.map((value) => (value < border ? 1 : value === border ? (k - below) / tied : 0))
}

/**
 * Share of the k lowest predictions that are among the k lowest losses, k from 1 to n: expected over random orders of
 * ties, so that a constant prediction gets k / n.
 */
export const topOverlap = (predictions: Float64Array, losses: Float64Array, k: number): number => {
  const predicted = membership(predictions, k)
  const actual = membership(losses, k)
  let sum = 0
  for (let i = 0; i < predicted.length; i++) sum += predicted[i] * actual[i]
  return sum / k
}
