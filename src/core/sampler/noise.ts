import { gumbels } from "../random/gumbel.ts"
import type { Search } from "../search/state.ts"

/**
 * How the noises of draws from A are scaled: as they are, or by 1 - the importance of each operation, so that what has
 * mattered to psi is decided by A (TPAMI 2023). Uniform draws are never scaled.
 */
export const scaledByImportance = ({ setting, importance }: Search): (noise: Float64Array) => Float64Array =>
  setting.configuration.proposal.noise === "plain" || importance === null
    ? (noise) => noise
    : (noise) => noise.map((xi, i) => xi * (1 - importance.mean[i]!))

/** The Gumbel noise xi of a draw, `[E, K]`: the same whenever it is asked for. */
export const noiseOf = (search: Search, step: number, attempt: number): Float64Array =>
  gumbels({
    seed: search.setting.seed,
    stream: step <= search.setting.configuration.warmUp ? "warm-up-noise" : "search-noise",
    a: step,
    b: attempt
  }, search.architectureParameters.length)
