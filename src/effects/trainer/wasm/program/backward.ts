import type { MapShape } from "../../network/featureMap.ts"
import type { Normalisation } from "../../network/unit.ts"
import { outputPlaceWords, readWords, weightWords } from "./applyUnit.ts"
import type { NormalisationArena } from "./arena.ts"
import type { MapPlace } from "./mapPlace.ts"
import type { AppliedEdge, AppliedStage, AppliedUnit, FeatureMap, Pass } from "./pass.ts"
import type { ProgramRecord } from "./record.ts"
import type { GradientMap } from "./schedule.ts"
import { backwardKind, outputWords, sizeWords, unitWords } from "./unitWords.ts"

type Words = ProgramRecord["words"]

export const gradientWords = ({ place }: GradientMap): Words =>
  ({ gradient: place.address, gradientStride: place.stride })

const inputGradientWords = ({ place }: GradientMap): Words =>
  ({ inputGradient: place.address, inputGradientStride: place.stride })

/**
 * The phase in which a gradient is complete, at least `start`. One that nothing adds to is set to 0: what is not read by
 * anything does not change the loss, but it is part of the sampled network and its weights decay as the others do.
 */
export const complete = ({ schedule }: Pass, gradient: GradientMap, start: number): number => {
  const written = schedule.written(gradient)
  if (written !== null) return Math.max(written, start)
  const words = { ...sizeWords(gradient.shape), ...inputGradientWords(gradient) }
  schedule.add(start, { kind: "zero", words }, gradient)
  return start
}

/** Sums of a gradient and of its products with the raw map, for the normalisation of that map. */
export const gradientSums = (shape: MapShape, map: MapPlace, gradient: MapPlace, sums: number): ProgramRecord => ({
  kind: "gradientSums",
  words: {
    ...outputWords(shape), output: map.address, outputStride: map.stride,
    gradient: gradient.address, gradientStride: gradient.stride, sums
  }
})

export const normaliseBackward = (
  { plan }: Pass, shape: MapShape, { affine }: Normalisation, arena: NormalisationArena, scale: number
): ProgramRecord => ({
  kind: "normaliseBackward",
  words: {
    ...sizeWords(shape), sums: arena.backwardSums, output: arena.statistics, coefficients: arena.coefficients,
    ...(affine === null ? {} : {
      depthwise: plan.weights.get(affine.gamma.name)!,
      depthwiseGradient: arena.gammaGradient,
      pointwiseGradient: arena.betaGradient
    })
  },
  floats: { extra1: scale }
})

/** `sums`: where the sums for the normalisation of the unit before go, which this record then gives. */
const unitBackward = (
  { plan }: Pass, { unit, place, input }: AppliedUnit, gradient: GradientMap, sums: number
): ProgramRecord => ({
  kind: backwardKind[unit.kind],
  words: {
    ...unitWords(unit), ...readWords(input), ...weightWords(unit, plan), ...outputPlaceWords(place),
    ...(unit.depthwise === null ? {} : {
      depthwiseTurned: plan.prepared.get(unit.depthwise.name)!, depthwiseGradient: place.arena.depthwiseGradient
    }),
    ...(unit.pointwise.length === 0 ? {} : {
      pointwiseTransposed: plan.prepared.get(unit.pointwise[0].name)!, pointwiseGradient: place.arena.pointwiseGradient
    }),
    ...gradientWords(gradient), coefficients: place.arena.coefficients,
    ...(input.gradient === null ? {} : inputGradientWords(input.gradient)),
    sums
  }
})

/**
 * Back through a chain of units, from the gradient of what the last one gives, complete in `phase`. A normalisation
 * needs the sums of all slices, so each costs a barrier; all but the last unit's come for free with the backward pass of
 * the unit behind.
 */
export const chainBackward = (
  pass: Pass, units: readonly AppliedUnit[], gradient: GradientMap, phase: number
): void => {
  const { schedule } = pass
  let from = gradient
  let now = phase
  for (let k = units.length - 1; k >= 0; k--) {
    const applied = units[k]
    const { unit: { normalisation, output }, place: { arena, map }, scale, input } = applied
    if (normalisation !== null) {
      if (k === units.length - 1) schedule.add(now, gradientSums(output, map, from.place, arena.backwardSums))
      now += 1
      schedule.add(now, normaliseBackward(pass, output, normalisation, arena, scale))
    }
    const before = k > 0 && units[k - 1].unit.normalisation !== null ? units[k - 1].place.arena.backwardSums : 0
    schedule.add(now, unitBackward(pass, applied, from, before), input.gradient)
    if (input.gradient !== null) from = input.gradient
  }
}

const identityBackward = (
  { schedule }: Pass, { input, scale }: AppliedEdge, gradient: GradientMap, phase: number
): void => {
  const target = input.gradient!
  schedule.add(phase, {
    kind: "scaledCopy",
    words: { ...sizeWords(input.shape), ...gradientWords(gradient), ...inputGradientWords(target) },
    floats: { extra1: scale }
  }, target)
}

const edgeBackward = (pass: Pass, edge: AppliedEdge, node: FeatureMap, phase: number): void =>
  edge.units.length === 0
    ? identityBackward(pass, edge, node.gradient!, phase)
    : chainBackward(pass, edge.units, node.gradient!, phase)

/** Back through a stage, not before phase `start`: the nodes from the last one on, then the preprocesses. */
export const stageBackward = (pass: Pass, stage: AppliedStage, start: number): void => {
  const { states, preprocess, nodes, edges, output } = stage
  complete(pass, output.gradient!, start)
  for (let node = nodes.length - 1; node >= 0; node--) {
    const phase = complete(pass, nodes[node].gradient!, start)
    for (const edge of edges) if (edge.to === states.length + node) edgeBackward(pass, edge, nodes[node], phase)
  }
  for (let k = states.length - 1; k >= 0; k--) {
    const applied = preprocess[k]
    if (applied === null) continue
    const gradient = states[k].gradient!
    chainBackward(pass, [applied], gradient, complete(pass, gradient, start))
  }
}
