import { log } from "../numeric/log.ts"

/** What Theorems 1 and 2 are asked about. */
export interface BoundsQuestion {
  /** Pollard's pseudo-dimension d of the estimators that psi is chosen from, from 0 on */
  readonly dimension: number
  /** how likely the statements may fail, above 0 and below 1 */
  readonly delta: number
  /** measured architectures T, from 1 on */
  readonly samples: number
  /** an error that is aimed at, above 0; null: none */
  readonly epsilon: number | null
  /** architectures N to choose from, from 1 on; null: as many as `epsilon` allows */
  readonly population: number | null
}

/** The answers, each null where the question leaves it open. */
export interface Bounds extends BoundsQuestion {
  /** Theorem 1: how far the loss on the samples may be from the loss on all architectures, for every psi at once */
  readonly bound: number
  /** whether `bound` is wider than the range of losses, so that it says nothing */
  readonly vacuous: boolean
  /** the largest number of samples for which it is */
  readonly vacuousUpTo: number
  /** the smallest T for which Theorem 1 gives `epsilon` */
  readonly samplesNeeded: number | null
  /** Theorem 2: the largest error that it speaks of */
  readonly populationError: number | null
  /** Theorem 2: measurements that the method asks for at most, up to a constant factor that the paper does not give */
  readonly labels: number | null
}

/**
 * The width of the range of losses that the constant of Theorem 1 belongs to. By Hoeffding's inequality losses in an
 * interval of width M deviate by M sqrt(ln(2 / delta) / (2 T)); the theorem's sqrt(2 ln(2 / delta) / T) is M = 2, the
 * range (0, 2) of the paper's head 2 sigmoid.
 */
export const lossRange = 2

/** d + ln(2 / delta), which both theorems are made of. */
const complexity = (dimension: number, delta: number): number => dimension + (log(2) - log(delta))

/**
 * Theorem 1: with probability at least 1 - delta, |L_T(psi) - L(psi)| < sqrt(2 (d + ln(2 / delta)) / T) for all psi.
 */
export const deviationBound = (dimension: number, delta: number, samples: number): number =>
  Math.sqrt((2 * complexity(dimension, delta)) / samples)

/** Theorem 1 the other way round: the smallest number of samples whose bound is at most epsilon. */
export const samplesFor = (dimension: number, delta: number, epsilon: number): number =>
  Math.ceil((2 * complexity(dimension, delta)) / (epsilon * epsilon))

/**
 * Theorem 2: an error of at most sqrt((8 / N) (d + ln(2 / delta))) is learned, with probability at least 1 - delta, by
 * at most about sqrt(N (d + ln(2 / delta))) labels.
 */
export const populationError = (dimension: number, delta: number, population: number): number =>
  Math.sqrt((8 / population) * complexity(dimension, delta))

export const labelBound = (dimension: number, delta: number, population: number): number =>
  Math.sqrt(population * complexity(dimension, delta))

/** The largest N, not rounded, for which Theorem 2 speaks of the error epsilon. */
export const populationFor = (dimension: number, delta: number, epsilon: number): number =>
  (8 * complexity(dimension, delta)) / (epsilon * epsilon)

/** What both theorems say. Source: the paper's section 4. */
export const bounds = (question: BoundsQuestion): Bounds => {
  const { dimension, delta, samples, epsilon } = question
  const population = question.population ?? (epsilon === null ? null : populationFor(dimension, delta, epsilon))
  const bound = deviationBound(dimension, delta, samples)
  return {
    dimension,
    delta,
    samples,
    bound,
    vacuous: bound >= lossRange,
    vacuousUpTo: Math.floor((2 * complexity(dimension, delta)) / (lossRange * lossRange)),
    epsilon,
    samplesNeeded: epsilon === null ? null : samplesFor(dimension, delta, epsilon),
    population,
    populationError: population === null ? null : populationError(dimension, delta, population),
    labels: population === null ? null : labelBound(dimension, delta, population)
  }
}
