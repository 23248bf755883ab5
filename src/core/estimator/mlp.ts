import { rationalTanh } from "../numeric/rationalTanh.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"
import { addOuterProduct, addVector, addVectorTimesMatrix, matrixTimesVector } from "./matrixProducts.ts"
import type { Network } from "./network.ts"
import { networkEstimator } from "./networkEstimator.ts"
import type { NetworkState } from "./networkState.ts"

interface MlpShape {
  readonly edges: number
  readonly operations: number
  /** units of each of the two hidden layers */
  readonly hidden: number
}

/** Where each part of the vector of weights begins, with n = E K inputs and H units. */
const partsOf = ({ edges, operations, hidden }: MlpShape) => {
  /** `[n, H]` from index 0 on, then `[H]` */
  const firstBias = edges * operations * hidden
  /** `[H, H]`, then `[H]` */
  const second = firstBias + hidden
  const secondBias = second + hidden * hidden
  /** `[H]`, then one number */
  const output = secondBias + hidden
  return { firstBias, second, secondBias, output, outputBias: output + hidden }
}

/**
 * a = tanh(x W_1 + b_1), b = tanh(a W_2 + b_2), output v b + c. Inputs that are 0 are passed over: of one-hot inputs
 * E rows of W_1 are read, whatever K.
 */
const mlpNetwork = (shape: MlpShape): Network => {
  const { hidden: H } = shape
  const size = shape.edges * shape.operations
  const { firstBias, second, secondBias, output, outputBias } = partsOf(shape)
  const first = new Float64Array(H)
  const last = new Float64Array(H)
  const firstSlope = new Float64Array(H)
  const lastSlope = new Float64Array(H)

  const forward = (weights: Float64Array, inputs: Float64Array, at: number): number => {
    for (let j = 0; j < H; j++) first[j] = weights[firstBias + j]
    for (let i = 0; i < size; i++) {
      const x = inputs[at + i]
      if (x !== 0) addVector(x, weights, i * H, H, first, 0)
    }
    for (let j = 0; j < H; j++) {
      first[j] = rationalTanh(first[j])
      last[j] = weights[secondBias + j]
    }
    addVectorTimesMatrix(1, first, 0, weights, second, H, H, last, 0)
    let sum = weights[outputBias]
    for (let j = 0; j < H; j++) {
      const b = rationalTanh(last[j])
      sum += b * weights[output + j]
      last[j] = b
    }
    return sum
  }

  /** The derivatives with respect to the arguments of both layers' tanh. */
  const backward = (weights: Float64Array, slope: number): void => {
    for (let j = 0; j < H; j++) lastSlope[j] = slope * weights[output + j] * (1 - last[j] * last[j])
    matrixTimesVector(weights, second, H, H, lastSlope, 0, firstSlope, 0)
    for (let i = 0; i < H; i++) firstSlope[i] *= 1 - first[i] * first[i]
  }

  return {
    parameters: outputBias + 1,
    size,
    forward,
    addWeightGradient: (weights, inputs, at, slope, _share, gradient) => {
      backward(weights, slope)
      for (let i = 0; i < size; i++) {
        const x = inputs[at + i]
        if (x !== 0) addVector(x, firstSlope, 0, H, gradient, i * H)
      }
      addVector(1, firstSlope, 0, H, gradient, firstBias)
      addOuterProduct(1, first, 0, H, lastSlope, 0, H, gradient, second)
      addVector(1, lastSlope, 0, H, gradient, secondBias)
      addVector(slope, last, 0, H, gradient, output)
      gradient[outputBias] += slope
    },
    inputGradient: (weights, _, at, slope, gradients) => {
      backward(weights, slope)
      matrixTimesVector(weights, 0, size, H, firstSlope, 0, gradients, at)
    }
  }
}

/**
 * Uniform in +-1/sqrt(number of inputs that are not 0): E for the first layer, since the weights of an edge add up to
 * 1, and H for the others. Our choice.
 */
const initialWeights = (shape: MlpShape, draws: Float64Array): Float64Array => {
  const { second } = partsOf(shape)
  const first = 1 / Math.sqrt(shape.edges)
  const later = 1 / Math.sqrt(shape.hidden)
  return draws.map((u, i) => (i < second ? first : later) * (2 * u - 1))
}

/**
 * A multilayer perceptron on the flat H `[E K]`: two hidden layers of `hidden` units and a head, the form of most
 * predictors among the baselines. Its units are tanh (our choice): smooth, so that the landscape has a derivative
 * everywhere and no cell in which it is flat. Fitted like the LSTM.
 */
export const mlp = (context: EstimatorContext): Estimator<NetworkState> => {
  const { edges, operations, configuration: { hidden } } = context
  const shape = { edges, operations, hidden }
  return networkEstimator(context, "mlp", mlpNetwork(shape), (draws) => initialWeights(shape, draws))
}
