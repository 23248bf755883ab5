import type { Architecture } from "../architecture/architecture.ts"
import type { Samples } from "../estimator/estimator.ts"
import type { Weighting } from "../estimator/weightedLoss.ts"
import { samplesOf } from "../search/memory.ts"
import type { History } from "./history.ts"

/** A measured architecture of a log, to be learned from again. */
export interface RefitSample {
  readonly step: number
  readonly phase: "warm-up" | "search"
  /** H `[E, K]` */
  readonly weights: Float64Array
  /** `[E]` */
  readonly choice: Architecture
  readonly loss: number
}

/** What an estimator reads: H as it was drawn, or the chosen operations as 0 and 1. */
export type RefitInputs = "soft" | "one-hot"

/** The measured architectures with their weights, in the order of the measurements. */
export const refitSamples = (history: Pick<History, "steps">): readonly RefitSample[] =>
  history.steps.flatMap(({ step, phase, weights, choice, loss }) =>
    weights === null || loss === null ? [] : [{ step, phase, weights, choice, loss }])

const oneHot = ({ weights, choice }: RefitSample): Float64Array => {
  const operations = weights.length / choice.length
  const input = new Float64Array(weights.length)
  choice.forEach((operation, edge) => (input[edge * operations + operation] = 1))
  return input
}

/** What the estimator reads of one sample, `[E, K]`. */
export const inputOf = (sample: RefitSample, inputs: RefitInputs): Float64Array =>
  inputs === "soft" ? sample.weights : oneHot(sample)

/**
 * p_t of Eq. 8 for `paper` from a log alone. The search takes |psi_t(H_t) - psi_t(H_{t-1})| with the estimator of the
 * moment, which a log does not hold; psi stands for the loss, so here it is |L_t - L_{t-1}| (our choice), with the
 * sample before it among those at hand, so that no held-out loss leaks into a weight. Warm-up samples have 1.
 */
const distance = (samples: readonly RefitSample[], t: number): number =>
  t === 0 || samples[t].phase === "warm-up" ? 1 : Math.abs(samples[t].loss - samples[t - 1].loss)

export interface Weighing {
  readonly weighting: Weighting
  readonly weightFloor: number
}

/** The samples as an estimator is fitted to them, in the given order, weighted as Eq. 8 says. */
export const trainingSamples = (samples: readonly RefitSample[], inputs: RefitInputs, weighing: Weighing): Samples =>
  samplesOf(
    samples.map((sample, t) => ({
      step: sample.step,
      weights: inputOf(sample, inputs),
      loss: sample.loss,
      distance: distance(samples, t)
    })),
    weighing
  )

/** Inputs `[count, E, K]` of the samples. */
export const inputsOf = (samples: readonly RefitSample[], inputs: RefitInputs): Float64Array => {
  const width = samples[0]?.weights.length ?? 0
  const joined = new Float64Array(samples.length * width)
  samples.forEach((sample, i) => joined.set(inputOf(sample, inputs), i * width))
  return joined
}
