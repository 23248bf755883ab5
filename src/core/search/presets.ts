import { type Configuration, paperConfiguration } from "./configuration.ts"

/**
 * The paper's method with what makes it find the best networks soon where a measurement is cheap and does not depend
 * on the soft weights: they are drawn nearly hard, and A follows the gradient of a softer sample (our choice).
 */
const nb201: Configuration = {
  ...paperConfiguration,
  warmUp: 20,
  steps: 180,
  temperature: 0.02,
  repeats: "avoid",
  memory: null,
  weighting: "none",
  estimator: { ...paperConfiguration.estimator, head: "affine", learningRate: 0.01, beta1: 0.9, passes: 30, stopTau: 1 },
  architectureStep: {
    ...paperConfiguration.architectureStep,
    noise: "fresh", noises: 16, temperature: 1, updates: 5
  }
}

/**
 * A small real search on 10,000 digits within two minutes on two cores: a narrow super-network of three cells, trainings
 * that each see a part of the training half, and the settings that find good architectures soon (our choice).
 */
const digits: Configuration = {
  ...nb201,
  warmUp: 12,
  steps: 28,
  temperature: 0.1,
  memory: 40,
  training: {
    ...paperConfiguration.training,
    channels: 8, layers: 3, batch: 64, imagesPerTraining: 1024, validationImages: 1024, augmentation: "none",
    learningRate: 0.1, minimumLearningRate: 0.01
  }
}

/** Whole configurations by name. `docs/method.md` says what each is for. */
export const presets = {
  digits,
  paper: paperConfiguration,
  nb201,
  quick: { ...nb201, steps: 60 }
} satisfies Record<string, Configuration>

export type PresetName = keyof typeof presets
