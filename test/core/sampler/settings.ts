import { samplerSettings } from "../../../src/core/sampler/settings.ts"
import { type Configuration, paperConfiguration, type SamplerName } from "../../../src/core/search/configuration.ts"
import { changed } from "../../../src/core/search/configurationChanges.ts"

export const samplerNames = Object.keys(samplerSettings) as readonly SamplerName[]

/** A sampler with the settings that make it itself, with a psi and numbers that are small enough for a test. */
export const smallSampler = (sampler: SamplerName, changes: Partial<Configuration> = {}): Configuration => {
  const own = changed({ ...paperConfiguration, repeats: "avoid", memory: null, weighting: "none", sampler }, samplerSettings[sampler])
  return {
    ...own,
    warmUp: 4,
    steps: 8,
    estimator: {
      ...own.estimator, members: Math.min(2, own.estimator.members), hidden: 3, batch: 4, warmUpPasses: 4, passes: 2, tauEvery: 2
    },
    proposal: { ...own.proposal, candidates: Math.min(6, own.proposal.candidates), population: 4, tournament: 2, restartDraws: 2 },
    ...changes
  }
}
