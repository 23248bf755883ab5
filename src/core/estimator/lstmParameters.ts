/** Where each array of the LSTM's parameters begins in their one flat vector, row-major, gate order i f g o. */
export interface LstmParameters {
  /** `[4H, K]` */
  readonly inputWeights: number
  /** `[4H, H]` */
  readonly hiddenWeights: number
  /** `[4H]` each: two bias vectors, as in the common layouts, that only ever act as their sum */
  readonly inputBias: number
  readonly hiddenBias: number
  /** `[H]` */
  readonly outputWeights: number
  /** one number */
  readonly outputBias: number
  /** length of the vector: 1,681 for K = 8 and H = 16 */
  readonly count: number
}

export const lstmParameters = (size: { readonly operations: number; readonly hidden: number }): LstmParameters => {
  const { operations, hidden } = size
  const rows = 4 * hidden
  const hiddenWeights = rows * operations
  const inputBias = hiddenWeights + rows * hidden
  const hiddenBias = inputBias + rows
  const outputWeights = hiddenBias + rows
  const outputBias = outputWeights + hidden
  return { inputWeights: 0, hiddenWeights, inputBias, hiddenBias, outputWeights, outputBias, count: outputBias + 1 }
}
