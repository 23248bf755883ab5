import type { MapShape } from "../../network/featureMap.ts"
import type { Stage, StageEdge } from "../../network/stage.ts"
import { takeUnit } from "./arena.ts"
import type { UnitArena } from "./arena.ts"
import { slotBytes } from "./edgePlace.ts"
import { partOf, takeMap } from "./mapPlace.ts"
import type { MapPlace } from "./mapPlace.ts"
import { shelf } from "./shelf.ts"
import type { Shelf } from "./shelf.ts"

/** The map that an edge of the stage reads. */
export const edgeInput = ({ inputs, node }: Stage, { from }: StageEdge): MapShape =>
  from < inputs.length ? inputs[from].state : node

const joins = ({ gives }: Stage): boolean => gives === "all-nodes"

/** What the forward pass writes and the backward pass reads again. */
export interface Activations {
  /** of each input; null: it has none */
  readonly preprocess: readonly (MapPlace | null)[]
  /** of the computed nodes */
  readonly nodes: readonly MapPlace[]
  readonly output: MapPlace
  /** the first address of each edge's room */
  readonly edges: readonly number[]
  readonly end: number
}

export const activations = (stage: Stage, batch: number, start: number): Activations => {
  const maps = shelf(start)
  const preprocess = stage.inputs.map(({ preprocess }) =>
    preprocess === null ? null : takeMap(maps, preprocess.output, batch))
  const whole = joins(stage) ? takeMap(maps, stage.output, batch) : null
  const nodes = Array.from({ length: stage.nodes }, (_, node) =>
    whole === null ? takeMap(maps, stage.node, batch) : partOf(whole, stage.node, node))
  const edges = stage.edges.map((edge) => maps.take(slotBytes(edge.candidates, edgeInput(stage, edge), batch).maps))
  return { preprocess, nodes, output: whole ?? nodes[nodes.length - 1], edges, end: maps.end() }
}

/** Gradients that only the stage's own backward pass writes and reads. */
export interface InnerGradients {
  /** by the preprocesses' outputs; null: the gradient is that of the stage that the input comes from */
  readonly states: readonly (MapPlace | null)[]
  /** of the computed nodes that are no part of the output */
  readonly nodes: readonly MapPlace[]
  readonly edges: readonly number[]
  readonly end: number
}

export const innerGradients = (stage: Stage, batch: number, start: number): InnerGradients => {
  const maps = shelf(start)
  const states = stage.inputs.map(({ preprocess }) =>
    preprocess === null ? null : takeMap(maps, preprocess.output, batch))
  const nodes = joins(stage) ? [] : Array.from({ length: stage.nodes - 1 }, () => takeMap(maps, stage.node, batch))
  const edges = stage.edges.map((edge) =>
    maps.take(slotBytes(edge.candidates, edgeInput(stage, edge), batch).gradients))
  return { states, nodes, edges, end: maps.end() }
}

/** Sums, affines and weight gradients, in each slice's arena. */
export interface StageArena {
  readonly preprocess: readonly (UnitArena | null)[]
  readonly edges: readonly number[]
}

export const stageArena = (stage: Stage, batch: number, arena: Shelf): StageArena => ({
  preprocess: stage.inputs.map(({ preprocess }) =>
    preprocess === null ? null : takeUnit(arena, preprocess)),
  edges: stage.edges.map((edge) => arena.take(slotBytes(edge.candidates, edgeInput(stage, edge), batch).arena))
})
