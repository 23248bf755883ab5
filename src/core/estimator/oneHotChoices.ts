/** Stands for the choice of an edge whose weights are not one-hot. */
export const soft = -1

/**
 * The operation that each edge chose, for inputs `[count, E, K]`: `[count, E]`, `soft` where the K numbers of an
 * edge are not a single 1 among zeros. A sum over the K operations of such an edge has one term that is not 0, so
 * that to read that one alone gives the same bits.
 */
export const oneHotChoices = (inputs: Float64Array, operations: number): Int32Array => {
  const rows = inputs.length / operations
  const choices = new Int32Array(rows).fill(soft)
  for (let row = 0; row < rows; row++) {
    let chosen = soft
    let nonZero = 0
    for (let k = 0; k < operations; k++) {
      const h = inputs[row * operations + k]
      if (h === 0) continue
      nonZero++
      if (h === 1) chosen = k
    }
    if (nonZero === 1) choices[row] = chosen
  }
  return choices
}
