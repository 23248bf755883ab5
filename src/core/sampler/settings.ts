import type { SamplerName } from "../search/configuration.ts"
import type { ConfigurationChanges } from "../search/configurationChanges.ts"

/** What a sampler that has no use for psi leaves out; its draws are its own, never repeated, without noise of A. */
const alone: ConfigurationChanges = {
  repeats: "avoid",
  memory: null,
  weighting: "none",
  estimator: { name: "mean", members: 1, input: "soft", target: "loss" },
  architectureStep: { updates: 0 },
  proposal: { exploration: 0, restartAfter: null, noise: "plain" }
}

/** psi of the baselines that predict: perceptrons on what was measured, in the order of its losses. */
const predictor: ConfigurationChanges = {
  repeats: "avoid",
  memory: null,
  weighting: "none",
  estimator: {
    name: "mlp", members: 1, input: "one-hot", target: "rank", hidden: 16, head: "affine",
    learningRate: 0.01, beta1: 0.9, beta2: 0.999, weightDecay: 1e-3, batch: 32, batches: "drawn",
    warmUpPasses: 200, passes: 20, stopTau: 1, tauEvery: 1000
  },
  architectureStep: { updates: 0 },
  proposal: { exploration: 0, restartAfter: null, noise: "plain" }
}
const perceptrons = (members: number): NonNullable<ConfigurationChanges["estimator"]> => ({ ...predictor.estimator, members })

/**
 * The settings that make each sampler itself where it is chosen without others, as changes of a preset.
 * `docs/samplers.md` says where they come from.
 */
export const samplerSettings: { readonly [name in SamplerName]: ConfigurationChanges } = {
  landscape: {},
  uniform: { ...alone, warmUp: 10 },
  evolution: { ...alone, warmUp: 10, proposal: { ...alone.proposal, population: 100, tournament: 50 } },
  "proxy-evolution": {
    ...predictor, warmUp: 20, temperature: 0.1,
    architectureStep: { learningRate: 2, updates: 0 },
    proposal: { ...predictor.proposal, population: 20 }
  },
  "local-search": { ...alone, warmUp: 10, proposal: { ...alone.proposal, restartDraws: 5 } },
  reinforce: {
    ...alone, warmUp: 10,
    architectureStep: { learningRate: 0.1, beta1: 0.5, beta2: 0.999, weightDecay: 2e-3, updates: 1 }
  },
  bananas: {
    ...predictor, warmUp: 10, estimator: perceptrons(5),
    proposal: { ...predictor.proposal, population: 10, candidates: 100, optimism: 1 }
  },
  nao: { ...predictor, warmUp: 10, proposal: { ...predictor.proposal, population: 20, candidates: 100 } },
  weaknas: { ...predictor, warmUp: 10, proposal: { ...predictor.proposal, candidates: 20 } },
  tpe: { ...alone, warmUp: 10, proposal: { ...alone.proposal, candidates: 8 } }
}
