import { rationalSigmoid, rationalTanh } from "../numeric/rationalTanh.ts"
import type { LstmShape } from "./lstmKernel.ts"
import { lstmParameters } from "./lstmParameters.ts"

/** What the forward pass of one sample leaves for the backward pass. Row t belongs to edge t. */
export interface LstmTrace {
  /** `[E, 4, H]` input, forget, candidate and output gate, after their sigmoid or tanh */
  readonly gates: Float64Array
  /** `[E + 1, H]` row t is the cell state that edge t starts from, row 0 is 0 */
  readonly cells: Float64Array
  /** `[E, H]` tanh of the cell state that edge t ends with */
  readonly cellTanh: Float64Array
  /** `[E + 1, H]` row t is the hidden state that edge t starts from, row 0 is 0 */
  readonly hiddens: Float64Array
}

export const emptyTrace = ({ edges, hidden }: LstmShape): LstmTrace => ({
  gates: new Float64Array(edges * 4 * hidden),
  cells: new Float64Array((edges + 1) * hidden),
  cellTanh: new Float64Array(edges * hidden),
  hiddens: new Float64Array((edges + 1) * hidden)
})

/**
 * The LSTM over one input x `[E, K]` (`inputs` from index `at` on), then the linear output: gives the argument of the
 * head and fills `trace`. At each edge, with sigma the sigmoid,
 *
 *     i = sigma(W_i x + U_i h + b_i)     f = sigma(W_f x + U_f h + b_f)
 *     g = tanh (W_g x + U_g h + b_g)     o = sigma(W_o x + U_o h + b_o)
 *     c <- f c + i g                     h <- o tanh(c)
 *
 * Order of sums, the same in every form: the two biases, then W x from operation 0 up, then U h from unit 0 up
 * (left out at edge 0, where h = 0); the output's bias, then its weights from unit 0 up.
 */
export const forward = (
  shape: LstmShape,
  weights: Float64Array,
  inputs: Float64Array,
  at: number,
  trace: LstmTrace
): number => {
  const { edges, operations: K, hidden: H } = shape
  const { inputWeights, hiddenWeights, inputBias, hiddenBias, outputWeights, outputBias } = lstmParameters(shape)
  const { gates, cells, cellTanh, hiddens } = trace

  for (let t = 0; t < edges; t++) {
    const x = at + t * K
    const h = t * H
    const gate = t * 4 * H
    const units = t > 0 ? H : 0
    for (let j = 0; j < H; j++) {
      let i = weights[inputBias + j] + weights[hiddenBias + j]
      let f = weights[inputBias + H + j] + weights[hiddenBias + H + j]
      let g = weights[inputBias + 2 * H + j] + weights[hiddenBias + 2 * H + j]
      let o = weights[inputBias + 3 * H + j] + weights[hiddenBias + 3 * H + j]
      for (let k = 0, W = inputWeights + j * K; k < K; k++, W++) {
        const read = inputs[x + k]
        i += weights[W] * read
        f += weights[W + H * K] * read
        g += weights[W + 2 * H * K] * read
        o += weights[W + 3 * H * K] * read
      }
      for (let m = 0, U = hiddenWeights + j * H; m < units; m++, U++) {
        const read = hiddens[h + m]
        i += weights[U] * read
        f += weights[U + H * H] * read
        g += weights[U + 2 * H * H] * read
        o += weights[U + 3 * H * H] * read
      }
      i = rationalSigmoid(i)
      f = rationalSigmoid(f)
      g = rationalTanh(g)
      o = rationalSigmoid(o)
      gates[gate + j] = i
      gates[gate + H + j] = f
      gates[gate + 2 * H + j] = g
      gates[gate + 3 * H + j] = o
      const c = f * cells[h + j] + i * g
      const tanhC = rationalTanh(c)
      cells[h + H + j] = c
      cellTanh[h + j] = tanhC
      hiddens[h + H + j] = o * tanhC
    }
  }

  let output = weights[outputBias]
  for (let j = 0; j < H; j++) output += weights[outputWeights + j] * hiddens[edges * H + j]
  return output
}
