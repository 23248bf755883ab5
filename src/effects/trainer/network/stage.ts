import type { MapShape } from "./featureMap.ts"
import type { Candidate } from "./operations.ts"
import type { Unit } from "./unit.ts"

/** An input of a stage: the output of an earlier one, and what is done to it first. */
export interface StageInput {
  /** number of the stage that it comes from; -1: the stem */
  readonly from: number
  readonly preprocess: Unit | null
  /** after the preprocess */
  readonly state: MapShape
}

/** An edge of a stage. */
export interface StageEdge {
  readonly from: number
  readonly to: number
  /** the edge of the space whose operation stands here; null: `candidates[0]` always does, with weight 1 */
  readonly choice: number | null
  /** by operation number; null where the operation may not stand on this edge */
  readonly candidates: readonly (Candidate | null)[]
}

/**
 * A stage between stem and head: a searched cell, or a residual block, which is a cell with nothing to choose. As in
 * section 3.1 of the paper nodes 0 to `inputs.length - 1` are its inputs, each of the `nodes` others is the sum of its
 * edges' outputs.
 */
export interface Stage {
  readonly name: string
  readonly inputs: readonly StageInput[]
  readonly edges: readonly StageEdge[]
  readonly nodes: number
  /** of each computed node */
  readonly node: MapShape
  /** what it gives: all computed nodes joined, or the last one */
  readonly gives: "all-nodes" | "last-node"
  readonly output: MapShape
}

/** All units that may run in the stage, in the order of the network's parameters. */
export const unitsOf = (stage: Stage): readonly Unit[] => [
  ...stage.inputs.flatMap(({ preprocess }) => (preprocess === null ? [] : [preprocess])),
  ...stage.edges.flatMap(({ candidates }) =>
    candidates.flatMap((candidate) => (candidate?.type === "units" ? candidate.units : [])))
]
