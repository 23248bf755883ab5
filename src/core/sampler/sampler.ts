import type { Environment } from "../environment.ts"
import type { SamplerName } from "../search/configuration.ts"
import type { Moved, OpenSample, Search } from "../search/state.ts"

/** An architecture that a sampler asks to be measured next. */
export interface Proposed {
  /** which draw of this step it is: it finds the noise again (`noiseOf`) */
  readonly attempt: number
  /** H `[E, K]` */
  readonly weights: Float64Array
}

/**
 * Chooses what is measured next, once the warm-up population is drawn. Pure: the same search makes the same proposal,
 * so that a replay makes it too.
 */
export interface Sampler {
  readonly name: SamplerName
  /** whether psi is fitted after each measurement */
  readonly fits: boolean
  /**
   * How A moves after a measurement, `search` as it is with psi fitted; null: it stays. Where A stays, what a search
   * has found is the best architecture that it measured.
   */
  readonly move: ((environment: Environment, search: Search, sample: OpenSample, loss: number) => Moved) | null
  /** The proposal for `step`. */
  readonly propose: (environment: Environment, search: Search, step: number) => Proposed
}
