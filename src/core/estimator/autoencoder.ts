import { operationMask } from "../architecture/space.ts"
import { uniforms } from "../random/uniform.ts"
import type { EstimatorContext } from "./context.ts"
import type { Estimator } from "./estimator.ts"
import { fitByPasses } from "./fitByPasses.ts"
import { graphShapeOf, initialGraphWeights } from "./gnn.ts"
import { graphDecoder } from "./graphDecoder.ts"
import { graphEncoder } from "./graphEncoder.ts"
import { graphReadout, type Term } from "./graphReadout.ts"
import { initialisationAddress, unlabelledAddress } from "./lane.ts"
import { networkGradients, networkPredictions, networkTraining, type Addition } from "./networkTraining.ts"
import { type NetworkState, untrained } from "./networkState.ts"
import { unlabelled } from "./unlabelled.ts"

/** What one nat of the reconstruction loss weighs against a squared error of 1 (our choice). */
const reconstructionWeight = 0.1

/**
 * A graph autoencoder over the cells as the representation that psi is fitted on, after "Neural Architecture Search via
 * Proxy Validation" (TPAMI 2023): `graphEncoder` makes an embedding, `graphDecoder` gives the architecture back from
 * it, a linear layer and a head on the embedding predict the loss, and all are fitted together.
 *
 * The paper's exact form is not public, so this is our reading: the loss of a mini-batch is Eq. 8 plus 0.1 times the
 * reconstruction loss, its mean over the mini-batch plus its mean over as many architectures that are drawn uniformly
 * from the space and carry no label. They make the embedding one of the whole space, not of the memory alone.
 */
export const autoencoder = (context: EstimatorContext): Estimator<NetworkState> => {
  const { configuration, edges, operations, space } = context
  const { batch, head } = configuration
  const size = edges * operations
  const shape = graphShapeOf(context)
  const encoder = graphEncoder(shape)
  const { embedding } = encoder
  const decoderAt = encoder.parameters + embedding.length + 1
  const decoder = graphDecoder(operationMask(space), edges, embedding.length, decoderAt)
  const parameters = decoderAt + decoder.parameters

  const reconstruction: Term = (weights, inputs, at, share, gradient, slopes) => {
    decoder.decode(weights, embedding)
    decoder.addGradient(weights, embedding, inputs, at, reconstructionWeight * share, gradient, slopes)
  }
  const network = { ...graphReadout(encoder, size, reconstruction), parameters }

  const draw = unlabelled(space)
  const input = new Float64Array(size)
  const slopes = new Float64Array(embedding.length)
  /** The unlabelled architectures of one fit, which go on where the mini-batch before ended. */
  const unlabelledOf = (fit: number): Addition => {
    const address = unlabelledAddress(context, fit)
    let drawn = 0
    return (weights, batchSize, gradient) => {
      for (let i = 0; i < batchSize; i++) {
        draw(address, drawn++, input)
        encoder.encode(weights, input, 0)
        slopes.fill(0)
        reconstruction(weights, input, 0, 1 / batchSize, gradient, slopes)
        encoder.backward(weights, input, 0, slopes, gradient, null)
      }
    }
  }

  return {
    name: "autoencoder",
    init: () => untrained(initialGraphWeights(shape, uniforms(initialisationAddress(context), parameters))),
    fit: (state, samples, passes, stopTau) =>
      fitByPasses(context, state, samples, passes, stopTau, () =>
        networkTraining(network, head, configuration, batch, state, samples, unlabelledOf(state.fits))),
    predict: (state, { inputs, count }) => networkPredictions(network, head, state.weights, inputs, count),
    deviation: null,
    gradient: (state, { inputs, count }) => networkGradients(network, head, state.weights, inputs, count)
  }
}
