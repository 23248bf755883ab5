import type { LstmKernel } from "./lstmKernel.ts"
import { lstmNetwork } from "./lstmNetwork.ts"
import { networkGradients, networkPredictions, networkTraining } from "./networkTraining.ts"

/** The reference form of the LSTM's arithmetic: one sample at a time, as the equations stand in a textbook. */
export const plainLstmKernel: LstmKernel = {
  name: "plain",
  train: (shape, adam, batch, start, samples) =>
    networkTraining(lstmNetwork(shape), shape.head, adam, batch, start, samples),
  predict: (shape, weights, inputs, count) =>
    networkPredictions(lstmNetwork(shape), shape.head, weights, inputs, count),
  gradient: (shape, weights, inputs, count) =>
    networkGradients(lstmNetwork(shape), shape.head, weights, inputs, count)
}
