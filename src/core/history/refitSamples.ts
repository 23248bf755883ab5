import type { Architecture } from "../architecture/architecture.ts"
import type { Queries, Samples } from "../estimator/estimator.ts"
import { inputsOf, type Input } from "../estimator/input.ts"
import { type Learning, samplesOf } from "../search/memory.ts"
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

/** The measured architectures with their weights, in the order of the measurements. */
export const refitSamples = (history: Pick<History, "steps">): readonly RefitSample[] =>
  history.steps.flatMap(({ step, phase, weights, choice, loss }) =>
    weights === null || loss === null ? [] : [{ step, phase, weights, choice, loss }])

/** `[n]` their losses. */
export const lossesOf = (samples: readonly RefitSample[]): Float64Array =>
  Float64Array.from(samples, ({ loss }) => loss)

/** K. */
const operationsOf = ([first]: readonly RefitSample[]): number =>
  first === undefined ? 0 : first.weights.length / first.choice.length

/**
 * p_t of Eq. 8 for `paper` from a log alone. The search takes |psi_t(H_t) - psi_t(H_{t-1})| with the estimator of the
 * moment, which a log does not hold; psi stands for the loss, so here it is |L_t - L_{t-1}| (our choice), with the
 * sample before it among those at hand, so that no held-out loss leaks into a weight. Warm-up samples have 1.
 */
const distance = (samples: readonly RefitSample[], t: number): number =>
  t === 0 || samples[t].phase === "warm-up" ? 1 : Math.abs(samples[t].loss - samples[t - 1].loss)

/** The samples as an estimator is fitted to them, in the given order, weighted as Eq. 8 says. */
export const trainingSamples = (samples: readonly RefitSample[], learning: Learning): Samples =>
  samplesOf(
    samples.map(({ step, weights, loss }, t) => ({ step, weights, loss, distance: distance(samples, t) })),
    learning,
    operationsOf(samples)
  )

/** The samples as an estimator is asked about them. */
export const queriesTo = (samples: readonly RefitSample[], input: Input): Queries => ({
  count: samples.length,
  inputs: inputsOf(samples.map(({ weights }) => weights), input, operationsOf(samples)),
  steps: Float64Array.from(samples, ({ step }) => step)
})
