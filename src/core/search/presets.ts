import { type Configuration, paperConfiguration } from "./configuration.ts"

/**
 * The most sample-efficient setting that we know, one for every space (`docs/method.md` tells what each part does alone):
 * psi ranks what was measured, chooses among many draws from A, and A follows the gradient of soft samples.
 */
const best: Configuration = {
  ...paperConfiguration,
  warmUp: 20,
  steps: 180,
  temperature: 0.02,
  repeats: "avoid",
  memory: null,
  weighting: "none",
  proposal: {
    ...paperConfiguration.proposal,
    candidates: 128, optimism: 1.5, exploration: 0.03, restartAfter: 50, restartDraws: 10
  },
  estimator: {
    ...paperConfiguration.estimator,
    name: "gp", input: "one-hot", target: "rank",
    // what another estimator takes in its place: networks as an ensemble, a few mini-batches after each measurement
    members: 5, head: "affine", forgetBias: 1, learningRate: 0.01, beta1: 0.9, weightDecay: 1e-3,
    batches: "drawn", passes: 30, stopTau: 1
  },
  architectureStep: {
    ...paperConfiguration.architectureStep,
    learningRate: 0.03, weightDecay: 0.02, noise: "fresh", noises: 4, temperature: 1, updates: 5
  }
}

/** The same with the paper's kind of estimator, as an ensemble (our choice). */
const lstm: Configuration = {
  ...best,
  proposal: { ...best.proposal, optimism: 1, exploration: 0.1 },
  estimator: { ...best.estimator, name: "lstm" },
  architectureStep: { ...best.architectureStep, noises: 16 }
}

/**
 * A small real search on 10,000 digits within two minutes on two cores: a narrow super-network of three cells, trainings
 * that each see a part of the training half, and the settings that find good architectures soon (our choice).
 */
const digits: Configuration = {
  ...best,
  warmUp: 12,
  steps: 28,
  temperature: 0.1,
  training: {
    ...paperConfiguration.training,
    channels: 8, layers: 3, batch: 64, imagesPerTraining: 1024, validationImages: 1024, augmentation: "none",
    learningRate: 0.1, minimumLearningRate: 0.01
  }
}

/** Whole configurations by name. `docs/method.md` says what each is for. */
export const presets = {
  best,
  digits,
  paper: paperConfiguration,
  nb201: best,
  quick: { ...best, steps: 60 },
  lstm
} satisfies Record<string, Configuration>

export type PresetName = keyof typeof presets
