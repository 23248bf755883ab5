import type { Parameter } from "../../network/parameter.ts"
import type { Normalisation } from "../../network/unit.ts"
import type { Graph, Output } from "./graph.ts"
import type { Tape } from "./tape.ts"

/**
 * Edge of the space whose soft weight an output is multiplied by; null: by 1. The number itself is no part of a graph: it
 * is loaded with the weights, so that one graph serves every draw of an architecture.
 */
export type ScaledBy = number | null

/** What batch normalisation reads beside its map. */
export interface NormalisationInputs {
  /** `[channels]`: a parameter, or the soft weight everywhere */
  readonly gamma: Output
  readonly beta: Output
  /** running mean and variance in place of the batch's own; null: the batch's own */
  readonly running: { readonly mean: Output; readonly variance: Output } | null
}

/** One run through a sub-network, forward and, with a tape, back, as operations of a graph. */
export interface Pass {
  readonly graph: Graph
  /** null: there is no way back */
  readonly tape: Tape | null
  /** a weight in the layout of `layout.ts` */
  readonly parameter: (parameter: Parameter) => Output
  readonly normalisation: (normalisation: Normalisation, by: ScaledBy) => NormalisationInputs
  /** the soft weight as a scalar */
  readonly scale: (by: number) => Output
  /** told of the mean and the unbiased variance of each normalised batch */
  readonly onStatistics: (normalisation: Normalisation, mean: Output, variance: Output) => void
  /** what was made of a map already and is wanted by several: its ReLU by the map, its phases by a description */
  readonly made: Map<string, Output>
}
