/** The sum of the values, from the first one on; 0 of none. */
export const sum = (values: Float64Array): number => {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]
  return total
}
