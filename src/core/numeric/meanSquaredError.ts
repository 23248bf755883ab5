/** The mean over `[n]` of (prediction - loss)^2; NaN where n is 0. */
export const meanSquaredError = (predictions: Float64Array, losses: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < losses.length; i++) {
    const error = predictions[i] - losses[i]
    sum += error * error
  }
  return sum / losses.length
}
