import * as t from "io-ts"
import { Finite, Fraction, Natural, NonNegative, Positive, PositiveInteger, wholeBetween } from "../codec/finite.ts"

/**
 * Every option of the method, with its name in the log. `docs/method.md` says where each one comes from
 * (an equation, the paper's text, or our choice). Strict: an unknown key is an error.
 */

/** A fit cannot be interrupted, so its length has a limit (our choice). */
const mostPasses = 100_000

const adam = { learningRate: Positive, beta1: Fraction, beta2: Fraction }

/** The estimator psi and how it is fitted (Eq. 8). */
export const EstimatorConfiguration = t.strict({
  name: t.keyof({ lstm: null, ridge: null, mean: null }),
  hidden: wholeBetween(1, 512),
  head: t.keyof({ "twice-sigmoid": null, affine: null, softplus: null }),
  ...adam,
  batch: PositiveInteger,
  /** passes of the fit after the warm-up population */
  warmUpPasses: wholeBetween(0, mostPasses),
  /** most passes of the fit after each later step */
  passes: wholeBetween(0, mostPasses),
  /** a later fit ends when Kendall's tau on the memory exceeds this */
  stopTau: Finite,
  /** passes between two looks at tau */
  tauEvery: PositiveInteger,
  /** ridge regression's penalty */
  ridge: NonNegative
}, "EstimatorConfiguration")
export type EstimatorConfiguration = t.TypeOf<typeof EstimatorConfiguration>

/** The step of the architecture parameters A (Eq. 10). */
export const ArchitectureStep = t.strict({
  ...adam,
  weightDecay: NonNegative,
  objective: t.keyof({ psi: null, "psi-squared": null }),
  /** Adam steps after each measurement */
  updates: wholeBetween(0, 1000),
  /** `measured`: the noise of the architecture just measured (Eq. 10); `fresh`: a mean over `noises` new draws */
  noise: t.keyof({ measured: null, fresh: null }),
  noises: wholeBetween(1, 1000),
  /** temperature of the softmax that is differentiated; null: that of Eq. 4 */
  temperature: t.union([Positive, t.null])
}, "ArchitectureStep")
export type ArchitectureStep = t.TypeOf<typeof ArchitectureStep>

/** How the super-network is trained; trainers without a network (a table) have no use for it. */
export const TrainingConfiguration = t.strict({
  /** C, channels of the first stage */
  channels: PositiveInteger,
  /** L, cells in all */
  layers: PositiveInteger,
  batch: PositiveInteger,
  /** images of the data set that are used, the first ones of its order; null: all of them */
  images: t.union([PositiveInteger, t.null]),
  /** passes over the training half that one training of a sub-network makes */
  epochs: PositiveInteger,
  /** in place of `epochs`: images that one training sees, going on where the last one ended; null: whole epochs */
  imagesPerTraining: t.union([PositiveInteger, t.null]),
  /** images of the validation half that a measurement reads; null: all of them */
  validationImages: t.union([PositiveInteger, t.null]),
  /** pad-4 random crop, and a random flip */
  augmentation: t.keyof({ none: null, crop: null, "crop-and-flip": null }),
  /** what batch normalisation uses while measuring: the statistics of the batch, or running means from the training */
  validationStatistics: t.keyof({ batch: null, running: null }),
  learningRate: Positive,
  minimumLearningRate: NonNegative,
  warmUpSchedule: t.keyof({ constant: null, cosine: null }),
  momentum: Fraction,
  weightDecay: NonNegative,
  gradientClip: Positive
}, "TrainingConfiguration")
export type TrainingConfiguration = t.TypeOf<typeof TrainingConfiguration>

export const Configuration = t.strict({
  /** N, the warm-up population (Algorithm 1, line 1) */
  warmUp: Natural,
  /** T, the search steps (Algorithm 1, line 12) */
  steps: Natural,
  /** 2: train the sampled sub-network, then measure; 1: measure only */
  order: t.union([t.literal(1), t.literal(2)]),
  /** `uniform` draws from the noise alone (Table 4, "sampler N") */
  sampler: t.keyof({ landscape: null, uniform: null }),
  /** temperature tau of Eq. 4 */
  temperature: Positive,
  /** whether a measured architecture may be drawn again */
  repeats: t.keyof({ allow: null, avoid: null }),
  /** length of the queue M; null: without limit */
  memory: t.union([PositiveInteger, t.null]),
  /** p_t of Eq. 8 */
  weighting: t.keyof({ paper: null, loss: null, none: null }),
  /** floor of p_t */
  weightFloor: Positive,
  /** A starts at this times N(0, 1) */
  initialScale: NonNegative,
  estimator: EstimatorConfiguration,
  architectureStep: ArchitectureStep,
  /** what the genotype is ranked by: softmax(A) an edge, or A itself */
  ranking: t.keyof({ softmax: null, raw: null }),
  training: TrainingConfiguration
}, "Configuration")
export type Configuration = t.TypeOf<typeof Configuration>

/** The paper's settings; where it is silent, ours. */
export const paperConfiguration: Configuration = {
  warmUp: 100,
  steps: 100,
  order: 2,
  sampler: "landscape",
  temperature: 0.1,
  repeats: "allow",
  memory: 100,
  weighting: "paper",
  weightFloor: 1e-2,
  initialScale: 1e-3,
  estimator: {
    name: "lstm", hidden: 16, head: "twice-sigmoid",
    learningRate: 0.1, beta1: 0.5, beta2: 0.999,
    batch: 64, warmUpPasses: 500, passes: 500, stopTau: 0.95, tauEvery: 5, ridge: 1
  },
  architectureStep: {
    learningRate: 0.1, beta1: 0.5, beta2: 0.999, weightDecay: 1e-3,
    objective: "psi", updates: 1, noise: "measured", noises: 1, temperature: null
  },
  ranking: "softmax",
  training: {
    channels: 16, layers: 8, batch: 64, images: null, epochs: 1, imagesPerTraining: null, validationImages: null,
    augmentation: "crop-and-flip", validationStatistics: "batch", learningRate: 0.025, minimumLearningRate: 1e-3,
    warmUpSchedule: "constant", momentum: 0.9, weightDecay: 3e-4, gradientClip: 5
  }
}
