import { addWeightGradient, gateSlopesOf, inputGradient } from "./lstmBackward.ts"
import { emptyTrace, forward } from "./lstmForward.ts"
import type { LstmShape } from "./lstmKernel.ts"
import { lstmParameters } from "./lstmParameters.ts"
import type { Network } from "./network.ts"

/** The LSTM as a network: its last hidden state through a linear layer. */
export const lstmNetwork = (shape: LstmShape): Network => {
  const trace = emptyTrace(shape)
  const gateSlopes = new Float64Array(trace.gates.length)
  return {
    parameters: lstmParameters(shape).count,
    size: shape.edges * shape.operations,
    forward: (weights, inputs, at) => forward(shape, weights, inputs, at, trace),
    addWeightGradient: (weights, inputs, at, slope, _share, gradient) => {
      gateSlopesOf(shape, weights, trace, slope, gateSlopes)
      addWeightGradient(shape, inputs, at, trace, slope, gateSlopes, gradient)
    },
    inputGradient: (weights, _, at, slope, gradients) => {
      gateSlopesOf(shape, weights, trace, slope, gateSlopes)
      gradients.set(inputGradient(shape, weights, gateSlopes), at)
    }
  }
}
