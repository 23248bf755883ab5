import type { Stage } from "../../network/stage.ts"
import type { EdgeSlot, UnitPlace } from "./edgePlace.ts"
import type { MapPlan } from "./mapPlan.ts"
import { partOf } from "./mapPlace.ts"
import type { MapPlace } from "./mapPlace.ts"
import type { StageArena } from "./stageMaps.ts"

/** Where everything of a stage lies. */
export interface StagePlace {
  /** of each input; null: it has none */
  readonly preprocess: readonly (UnitPlace | null)[]
  /** gradients by the preprocesses' outputs; null: the gradient is that of the stage that the input comes from */
  readonly stateGradients: readonly (MapPlace | null)[]
  /** of the computed nodes */
  readonly nodes: readonly MapPlace[]
  readonly nodeGradients: readonly MapPlace[]
  readonly output: MapPlace
  readonly outputGradient: MapPlace
  readonly edges: readonly EdgeSlot[]
}

export const stagePlace = (
  stage: Stage, { activations, inner, outputGradient }: MapPlan["stages"][number], arena: StageArena
): StagePlace => ({
  preprocess: activations.preprocess.map((map, k) => (map === null ? null : { map, arena: arena.preprocess[k]! })),
  stateGradients: inner.states,
  nodes: activations.nodes,
  nodeGradients: activations.nodes.map((_, node) =>
    stage.gives === "all-nodes" ? partOf(outputGradient, stage.node, node) : (inner.nodes[node] ?? outputGradient)),
  output: activations.output,
  outputGradient,
  edges: stage.edges.map((_, e) => ({ maps: activations.edges[e], gradients: inner.edges[e], arena: arena.edges[e] }))
})
