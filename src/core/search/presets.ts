import { type Configuration, paperConfiguration } from "./configuration.ts"

/** The paper's method with what makes it sample-efficient in a space whose networks are measured by a table. */
const nb201: Configuration = {
  ...paperConfiguration,
  warmUp: 20,
  steps: 180,
  repeats: "avoid",
  memory: null,
  weighting: "none",
  estimator: { ...paperConfiguration.estimator, head: "affine", learningRate: 0.01, beta1: 0.9, passes: 100 },
  architectureStep: {
    ...paperConfiguration.architectureStep,
    noise: "fresh", noises: 16, temperature: 1, updates: 5
  }
}

/** Whole configurations by name. `docs/method.md` says what each is for. */
export const presets = {
  paper: paperConfiguration,
  nb201,
  quick: { ...nb201, steps: 60 }
} satisfies Record<string, Configuration>

export type PresetName = keyof typeof presets
