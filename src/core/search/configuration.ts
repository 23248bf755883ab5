import * as t from "io-ts"
import { Finite, Fraction, Natural, NonNegative, Positive, PositiveInteger, Share, wholeBetween } from "../codec/finite.ts"
import { FileName, GitCommit, Sha256Digest } from "../codec/text.ts"

/**
 * Every option of the method, with its name in the log. `docs/method.md` says where each one comes from
 * (an equation, the paper's text, or our choice). Strict: an unknown key is an error.
 */

/** A fit cannot be interrupted, so its length has a limit (our choice). */
const mostPasses = 100_000

const adam = { learningRate: Positive, beta1: Fraction, beta2: Fraction }

const parts = {
  lstm: null, bilstm: null, mlp: null, gnn: null, autoencoder: null, ridge: null, pairs: null, gp: null, trees: null,
  knn: null, mean: null, steps: null
}
/** Estimators that stand alone or in a mixture. */
export const PartName = t.keyof(parts)
export type PartName = t.TypeOf<typeof PartName>

const EstimatorName = t.keyof({ ...parts, mixture: null, own: null })
export type EstimatorName = t.TypeOf<typeof EstimatorName>

/** The estimator psi and how it is fitted (Eq. 8). Options that the named estimator has no use for are passed over. */
export const EstimatorConfiguration = t.strict({
  name: EstimatorName,
  /**
   * the user's own estimator that `name: "own"` stands for: its file's name, the SHA-256 of what it contains, and the
   * commit that it is part of where it stands in git as it is
   */
  own: t.union([t.strict({ file: FileName, digest: Sha256Digest, commit: t.union([GitCommit, t.null]) }), t.null]),
  /** a deep ensemble of so many, each with its own draws; their mean predicts, their spread is its deviation */
  members: wholeBetween(1, 64),
  /** what `mixture` mixes, each one an ensemble of `members` where it draws at all */
  parts: t.readonlyArray(PartName),
  /** what psi is fitted to: H as it was drawn, or the chosen operations as 0 and 1 */
  input: t.keyof({ soft: null, "one-hot": null }),
  /** what psi predicts: the loss, or a score of its rank among all losses in the memory (`core/estimator/target.ts`) */
  target: t.keyof({ loss: null, rank: null }),
  hidden: wholeBetween(1, 512),
  head: t.keyof({ "twice-sigmoid": null, affine: null, softplus: null }),
  /** the forget gate's bias starts this much higher */
  forgetBias: Finite,
  ...adam,
  /** decoupled from the gradient, as in AdamW */
  weightDecay: NonNegative,
  batch: PositiveInteger,
  /**
   * `passes`: each pass goes once through the memory in a random order; `drawn`: each pass is one mini-batch drawn
   * with replacement, the newest architecture always in it
   */
  batches: t.keyof({ passes: null, drawn: null }),
  /** passes of the fit after the warm-up population */
  warmUpPasses: wholeBetween(0, mostPasses),
  /** most passes of the fit after each later step */
  passes: wholeBetween(0, mostPasses),
  /** a later fit ends when Kendall's tau on the memory exceeds this */
  stopTau: Finite,
  /** passes between two looks at tau */
  tauEvery: PositiveInteger,
  /** penalty of ridge regression, also over pairs */
  ridge: NonNegative,
  /** the nearest measured architectures that `knn` averages */
  neighbours: PositiveInteger,
  /** rounds of message passing of the graph networks */
  rounds: wholeBetween(1, 16),
  /** boosted trees: how many, how deep, and the share of each that counts */
  trees: wholeBetween(1, 1000),
  depth: wholeBetween(1, 8),
  shrinkage: Fraction
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

/** How the next architecture is chosen, by samplers that leave a choice. */
export const Proposal = t.strict({
  /** draws from A among which psi chooses; 1: the draw is taken as it is (Eq. 4) */
  candidates: wholeBetween(1, 100_000),
  /** psi chooses the lowest mean minus this many of its deviations */
  optimism: NonNegative,
  /** probability of a uniform draw in place of one from A */
  exploration: Share,
  /** after this many measurements without a better one, A and its moments start again; null: never */
  restartAfter: t.union([PositiveInteger, t.null]),
  /** uniform draws that follow a restart */
  restartDraws: Natural,
  /** `importance`: Gumbel noise scaled by 1 - operation importance weight (TPAMI 2023) */
  noise: t.keyof({ plain: null, importance: null }),
  /** architectures that evolve: how many live, and how many of them compete to be the parent */
  population: PositiveInteger,
  tournament: PositiveInteger
}, "Proposal")
export type Proposal = t.TypeOf<typeof Proposal>

const samplers = {
  landscape: null, uniform: null, evolution: null, "proxy-evolution": null, "local-search": null, reinforce: null,
  bananas: null, nao: null, weaknas: null, tpe: null
}

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
  /** `uniform` draws from the noise alone (Table 4, "sampler N"); `docs/samplers.md` has the others */
  sampler: t.keyof(samplers),
  proposal: Proposal,
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
export type SamplerName = Configuration["sampler"]

/** The paper's settings; where it is silent, ours. */
export const paperConfiguration: Configuration = {
  warmUp: 100,
  steps: 100,
  order: 2,
  sampler: "landscape",
  proposal: {
    candidates: 1, optimism: 1, exploration: 0, restartAfter: null, restartDraws: 10, noise: "plain",
    population: 10, tournament: 5
  },
  temperature: 0.1,
  repeats: "allow",
  memory: 100,
  weighting: "paper",
  weightFloor: 1e-2,
  initialScale: 1e-3,
  estimator: {
    name: "lstm", own: null, members: 1, parts: ["lstm", "gp"], input: "soft", target: "loss",
    hidden: 16, head: "twice-sigmoid", forgetBias: 0,
    learningRate: 0.1, beta1: 0.5, beta2: 0.999, weightDecay: 0,
    batch: 64, batches: "passes", warmUpPasses: 500, passes: 500, stopTau: 0.95, tauEvery: 5,
    ridge: 1, neighbours: 5, rounds: 3, trees: 100, depth: 3, shrinkage: 0.1
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
