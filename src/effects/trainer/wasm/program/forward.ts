import type { Candidate } from "../../network/operations.ts"
import type { Stage, StageEdge } from "../../network/stage.ts"
import { applyUnit, constantAffine, normaliseRecord, outputOf } from "./applyUnit.ts"
import { chainPlaces } from "./edgePlace.ts"
import type { EdgeSlot } from "./edgePlace.ts"
import type { MapPlace } from "./mapPlace.ts"
import type { AppliedEdge, AppliedStage, AppliedUnit, FeatureMap, Pass } from "./pass.ts"
import { mostTerms } from "./programSize.ts"
import { recordFields } from "./record.ts"
import type { ProgramRecord } from "./record.ts"
import type { GradientMap } from "./schedule.ts"
import type { StagePlace } from "./stagePlace.ts"
import { sizeWords } from "./unitWords.ts"

/** A map that a node adds, through its affine. */
interface Term {
  readonly place: MapPlace
  readonly affine: number
  readonly ready: number
}

interface Choice {
  readonly candidate: Candidate
  /** its soft weight */
  readonly scale: number
}

const chosen = (pass: Pass, { choice, candidates }: StageEdge): Choice => {
  if (choice === null) return { candidate: candidates[0]!, scale: 1 }
  const operation = pass.architecture[choice]
  const candidate = candidates[operation] ?? null
  if (candidate === null) {
    const { name } = pass.network.shape.space
    throw new RangeError(`operation ${operation} cannot stand on edge ${choice} of the space ${name}`)
  }
  return { candidate, scale: pass.softWeights[choice * candidates.length + operation] }
}

/** The edge's operation; null where it is none. */
const applyEdge = (pass: Pass, edge: StageEdge, slot: EdgeSlot, input: FeatureMap): AppliedEdge | null => {
  const { candidate, scale } = chosen(pass, edge)
  if (candidate.type === "none") return null
  const chain = candidate.type === "units" ? candidate.units : []
  const places = chainPlaces(chain, slot, pass.plan.batch)
  const units: AppliedUnit[] = []
  let map = input
  for (const [k, unit] of chain.entries()) {
    const isLast = k === chain.length - 1
    const applied = applyUnit(pass, unit, places.units[k], map, isLast ? scale : 1)
    units.push(applied)
    if (!isLast) map = outputOf(applied, { place: places.gradients[k], shape: unit.output, whole: null })
  }
  return { from: edge.from, to: edge.to, scale, input, units }
}

/** A skip connection passes its input on, times its soft weight: the input's affine once more, with that scale. */
const identityTerm = (pass: Pass, { input, scale }: AppliedEdge, { arena: affine }: EdgeSlot): Term => {
  const { normalisedBy, shape, place, ready } = input
  const normalisation = normalisedBy?.unit.normalisation ?? null
  pass.schedule.add(ready, normalisedBy === null || normalisation === null
    ? constantAffine(shape, affine, scale)
    : normaliseRecord(pass, { normalisation, arena: normalisedBy.place.arena, shape }, { affine, scale, isFirst: false }))
  return { place, affine, ready }
}

const termOf = (pass: Pass, edge: AppliedEdge, slot: EdgeSlot): Term => {
  const last = edge.units.at(-1)
  return last === undefined
    ? identityTerm(pass, edge, slot)
    : { place: last.place.map, affine: last.place.arena.affine, ready: last.ready }
}

const termFields = recordFields.slice(recordFields.indexOf("dilation"), recordFields.indexOf("dilation") + 3 * mostTerms)

/** I(j) = the sum of its terms; as many records as they need. */
export const sumRecords = (
  shape: FeatureMap["shape"], place: MapPlace, terms: readonly Omit<Term, "ready">[]
): readonly ProgramRecord[] =>
  Array.from({ length: Math.max(1, Math.ceil(terms.length / mostTerms)) }, (_, group) => {
    const own = terms.slice(group * mostTerms, (group + 1) * mostTerms)
    const words = own.flatMap((term) => [term.place.address, term.place.stride, term.affine])
    return {
      kind: "sum",
      words: {
        ...sizeWords(shape), input: place.address, inputStride: place.stride, kernel: own.length,
        accumulate: group === 0 ? 0 : 1,
        ...Object.fromEntries(words.map((word, k) => [termFields[k], word]))
      }
    }
  })

/** A map that is written as it is read: a node, or a stage's output. */
const plainMap = (
  pass: Pass, shape: FeatureMap["shape"], place: MapPlace, ready: number, gradient: GradientMap
): FeatureMap =>
  ({ shape, place, affine: pass.plan.identities.get(shape.channels.physical)!, ready, normalisedBy: null, gradient })

/** Lays out the forward pass of a stage: preprocesses, then node by node the edges into it and their sum. */
export const applyStage = (
  pass: Pass, stage: Stage, place: StagePlace, inputs: readonly FeatureMap[]
): AppliedStage => {
  const preprocess = stage.inputs.map(({ preprocess }, k) =>
    preprocess === null ? null : applyUnit(pass, preprocess, place.preprocess[k]!, inputs[k], 1))
  const states = preprocess.map((applied, k): FeatureMap =>
    applied === null
      ? inputs[k]
      : outputOf(applied, { place: place.stateGradients[k]!, shape: applied.unit.output, whole: null }))

  const outputGradient: GradientMap = { place: place.outputGradient, shape: stage.output, whole: null }
  const begin = Math.min(...states.map(({ ready }) => ready))
  const nodes: FeatureMap[] = []
  const edges: AppliedEdge[] = []
  for (const [node, nodePlace] of place.nodes.entries()) {
    const to = states.length + node
    const terms = stage.edges.flatMap((edge, e): readonly Term[] => {
      if (edge.to !== to) return []
      const input = edge.from < states.length ? states[edge.from] : nodes[edge.from - states.length]
      const applied = applyEdge(pass, edge, place.edges[e], input)
      if (applied === null) return []
      edges.push(applied)
      return [termOf(pass, applied, place.edges[e])]
    })
    const ready = Math.max(begin, ...terms.map((term) => term.ready))
    for (const record of sumRecords(stage.node, nodePlace, terms)) pass.schedule.add(ready, record)
    const isOutput = stage.gives === "last-node" && node === stage.nodes - 1
    nodes.push(plainMap(pass, stage.node, nodePlace, ready, isOutput ? outputGradient : {
      place: place.nodeGradients[node], shape: stage.node, whole: stage.gives === "all-nodes" ? outputGradient : null
    }))
  }
  const parts = stage.gives === "all-nodes" ? nodes : nodes.slice(-1)
  const ready = Math.max(...parts.map((node) => node.ready))
  return { states, preprocess, nodes, edges, output: plainMap(pass, stage.output, place.output, ready, outputGradient) }
}
