import type { LstmTrace } from "./lstmForward.ts"
import type { LstmShape } from "./lstmKernel.ts"
import { lstmParameters } from "./lstmParameters.ts"

/**
 * Backpropagation through time for one sample: fills `gateSlopes` `[E, 4, H]`, the derivatives with respect to the
 * arguments of the gates' sigmoid or tanh. `outputSlope` is the derivative with respect to the argument of the head.
 *
 * From the last edge to the first, with dh and dc the derivatives with respect to the states that the edge ends with,
 *
 *     dc <- dc + dh o (1 - tanh(c)^2)
 *     di = dc g i (1 - i)     df = dc c_before f (1 - f)     dg = dc i (1 - g^2)     do = dh tanh(c) o (1 - o)
 *     dc <- dc f              dh <- U^T (di, df, dg, do), summed from row 0 up
 */
export const gateSlopesOf = (
  shape: LstmShape,
  weights: Float64Array,
  trace: LstmTrace,
  outputSlope: number,
  gateSlopes: Float64Array
): void => {
  const { edges, hidden: H } = shape
  const { hiddenWeights, outputWeights } = lstmParameters(shape)
  const { gates, cells, cellTanh } = trace
  const hiddenSlope = new Float64Array(H)
  const cellSlope = new Float64Array(H)
  for (let j = 0; j < H; j++) hiddenSlope[j] = outputSlope * weights[outputWeights + j]

  for (let t = edges - 1; t >= 0; t--) {
    const gate = t * 4 * H
    for (let j = 0; j < H; j++) {
      const i = gates[gate + j]
      const f = gates[gate + H + j]
      const g = gates[gate + 2 * H + j]
      const o = gates[gate + 3 * H + j]
      const tanhC = cellTanh[t * H + j]
      const dh = hiddenSlope[j]
      const dc = cellSlope[j] + dh * o * (1 - tanhC * tanhC)
      gateSlopes[gate + j] = dc * g * (i * (1 - i))
      gateSlopes[gate + H + j] = dc * cells[t * H + j] * (f * (1 - f))
      gateSlopes[gate + 2 * H + j] = dc * i * (1 - g * g)
      gateSlopes[gate + 3 * H + j] = dh * tanhC * (o * (1 - o))
      cellSlope[j] = dc * f
    }
    hiddenSlope.fill(0)
    // four rows at a time, each sum from row 0 up
    for (let row = 0, U = hiddenWeights; row < 4 * H; row += 4, U += 4 * H) {
      const first = gateSlopes[gate + row]
      const second = gateSlopes[gate + row + 1]
      const third = gateSlopes[gate + row + 2]
      const fourth = gateSlopes[gate + row + 3]
      for (let j = 0; j < H; j++) {
        let sum = hiddenSlope[j]
        sum += weights[U + j] * first
        sum += weights[U + H + j] * second
        sum += weights[U + 2 * H + j] * third
        sum += weights[U + 3 * H + j] * fourth
        hiddenSlope[j] = sum
      }
    }
  }
}

/**
 * Adds the gradient of one sample to `gradient` `[P]`.
 *
 * Order of sums, the same in every form: within a sample from the last edge to the first, from 0 on (U has no part in
 * edge 0, where h = 0); then sample after sample in the order of the mini-batch.
 */
export const addWeightGradient = (
  shape: LstmShape,
  inputs: Float64Array,
  at: number,
  trace: LstmTrace,
  outputSlope: number,
  gateSlopes: Float64Array,
  gradient: Float64Array
): void => {
  const { edges, operations: K, hidden: H } = shape
  const { inputWeights, hiddenWeights, inputBias, hiddenBias, outputWeights, outputBias } = lstmParameters(shape)
  const { hiddens } = trace

  /** The products of the slopes of four rows with `read[from + t * step]`, added to those rows of column `to`. */
  const addFour = (
    row: number, read: Float64Array, from: number, step: number, firstEdge: number, to: number, width: number
  ): void => {
    let first = 0
    let second = 0
    let third = 0
    let fourth = 0
    for (let t = edges - 1; t >= firstEdge; t--) {
      const x = read[from + t * step]
      const slope = t * 4 * H + row
      first += gateSlopes[slope] * x
      second += gateSlopes[slope + 1] * x
      third += gateSlopes[slope + 2] * x
      fourth += gateSlopes[slope + 3] * x
    }
    gradient[to] += first
    gradient[to + width] += second
    gradient[to + 2 * width] += third
    gradient[to + 3 * width] += fourth
  }

  for (let row = 0; row < 4 * H; row += 4) {
    for (let k = 0; k < K; k++) addFour(row, inputs, at + k, K, 0, inputWeights + row * K + k, K)
    for (let j = 0; j < H; j++) addFour(row, hiddens, j, H, 1, hiddenWeights + row * H + j, H)
  }
  for (let row = 0; row < 4 * H; row++) {
    let sum = 0
    for (let t = edges - 1; t >= 0; t--) sum += gateSlopes[t * 4 * H + row]
    gradient[inputBias + row] += sum
    gradient[hiddenBias + row] += sum
  }
  for (let j = 0; j < H; j++) gradient[outputWeights + j] += outputSlope * hiddens[edges * H + j]
  gradient[outputBias] += outputSlope
}

/** The derivatives with respect to the inputs `[E, K]`: W^T times the gates' slopes of each edge, from row 0 up. */
export const inputGradient = (shape: LstmShape, weights: Float64Array, gateSlopes: Float64Array): Float64Array => {
  const { edges, operations: K, hidden: H } = shape
  const { inputWeights } = lstmParameters(shape)
  const gradient = new Float64Array(edges * K)
  for (let t = 0; t < edges; t++) {
    for (let row = 0; row < 4 * H; row++) {
      const slope = gateSlopes[t * 4 * H + row]
      const W = inputWeights + row * K
      for (let k = 0; k < K; k++) gradient[t * K + k] += weights[W + k] * slope
    }
  }
  return gradient
}
