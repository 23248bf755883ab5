import { kendallTau } from "../numeric/kendallTau.ts"
import { permutation } from "../random/permutation.ts"
import { uniforms } from "../random/uniform.ts"
import type { AdamOptions } from "./adam.ts"
import type { Estimator, Fitted, Samples } from "./estimator.ts"
import type { LstmKernel, LstmShape } from "./lstmKernel.ts"
import { lstmParameters } from "./lstmParameters.ts"
import type { LstmState } from "./lstmState.ts"

export interface LstmOptions extends AdamOptions {
  /** samples in a mini-batch */
  readonly batch: number
  /** passes between two looks at Kendall's tau */
  readonly tauEvery: number
}

/** Every parameter uniform in +-1/sqrt(H), the usual start of an LSTM; the paper is silent. */
const init = (shape: LstmShape, seed: number): LstmState => {
  const { count } = lstmParameters(shape)
  const bound = 1 / Math.sqrt(shape.hidden)
  return {
    weights: uniforms({ seed, stream: "estimator-initialisation", a: 0, b: 0 }, count).map((u) => bound * (2 * u - 1)),
    firstMoment: new Float64Array(count),
    secondMoment: new Float64Array(count),
    beta1Power: 1,
    beta2Power: 1,
    fits: 0
  }
}

/**
 * The estimator psi of the paper: an LSTM that reads the soft weights H edge by edge, its last hidden state through a
 * linear layer and a head. Fitted to Eq. 8 by Adam on mini-batches in a fresh random order at each pass. With no
 * samples a fit changes nothing.
 */
export const lstm = (options: LstmOptions, shape: LstmShape, seed: number, kernel: LstmKernel): Estimator<LstmState> => {
  const fit = (state: LstmState, samples: Samples, passes: number, stopTau: number | null): Fitted<LstmState> => {
    if (samples.count === 0) return { state, passes: 0, tau: null }
    const training = kernel.train(shape, options, options.batch, state, samples)
    const tauNow = () => kendallTau(training.predictions(), samples.losses)
    const stopsAt = (tau: number) => stopTau !== null && tau > stopTau

    let tau: number | null = null
    let pass = 0
    while (pass < passes && !(tau !== null && stopsAt(tau))) {
      training.pass(permutation({ seed, stream: "estimator-batches", a: state.fits, b: pass }, samples.count))
      pass++
      tau = stopTau !== null && pass % options.tauEvery === 0 ? tauNow() : null
    }
    return { state: { ...training.progress(), fits: state.fits + 1 }, passes: pass, tau: tau ?? tauNow() }
  }

  return {
    name: "lstm",
    init: () => init(shape, seed),
    fit,
    predict: (state, inputs, count) => kernel.predict(shape, state.weights, inputs, count),
    gradient: (state, input) => kernel.gradient(shape, state.weights, input)
  }
}
