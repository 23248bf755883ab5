/** Mean of the values and their deviation from it (divided by n), both summed from the first one on. */
export const meanAndDeviation = (values: Float64Array): { readonly mean: number; readonly deviation: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, deviation: Math.sqrt(squares / values.length) }
}
